package taskgateway.profile;

import ca.uhn.fhir.model.api.BaseIdentifiableElement;
import ca.uhn.fhir.model.dstu2.resource.StructureDefinition;
import ca.uhn.fhir.model.dstu2.resource.ValueSet;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import taskgateway.fhir.Dstu2;
import taskgateway.fhir.Format;

/**
 * One file of {@code config/profiles}: a StructureDefinition or a ValueSet, strictly parsed.
 *
 * @param name     the file's name, for the words of a fault
 * @param format   its format, after the name's ending
 * @param text     what it holds
 * @param resource the same, parsed; not to be changed
 */
record DefinitionFile(String name, Format format, String text, IBaseResource resource) {

    /**
     * Reads every file of a directory, in the order of their names.
     *
     * @throws IllegalArgumentException in one line, when the directory or a file of it can't be read as definitions
     */
    static List<DefinitionFile> readAll(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().map(DefinitionFile::read).toList();
        } catch (IOException | UncheckedIOException cause) {
            throw new IllegalArgumentException("Profiles: the directory " + directory + " cannot be read", cause);
        }
    }

    private static DefinitionFile read(Path file) {
        String name = file.getFileName().toString();
        Format format = Stream.of(Format.values())
                .filter(known -> name.toLowerCase(Locale.ROOT).endsWith("." + known))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + ": is neither .xml nor .json"));
        try {
            String text = Files.readString(file);
            DefinitionFile definition = new DefinitionFile(name, format, text, parse(format, text));
            definition.requireIdOfUrl();
            return definition;
        } catch (DataFormatException cause) {
            throw new IllegalArgumentException(name + ": not valid FHIR DSTU2: " + line(cause.getMessage()), cause);
        } catch (IOException cause) {
            throw new IllegalArgumentException(name + ": cannot be read as UTF-8 text", cause);
        }
    }

    /** The resource anew, the caller's own. */
    IBaseResource copy() {
        return parse(format, text);
    }

    String type() {
        return Dstu2.CONTEXT.getResourceType(resource);
    }

    String id() {
        return resource.getIdElement().getIdPart();
    }

    String url() {
        if (resource instanceof StructureDefinition profile) {
            return profile.getUrl();
        }
        if (resource instanceof ValueSet valueSet) {
            return valueSet.getUrl();
        }
        throw fault("", "is neither a StructureDefinition nor a ValueSet");
    }

    /**
     * The exception that stops the start.
     *
     * @param path the path of the element, or empty
     * @param what what is wrong with it
     */
    IllegalArgumentException fault(String path, String what) {
        return new IllegalArgumentException(name + ": " + (path.isEmpty() ? "" : path + " ") + line(what));
    }

    /** Stops at an extension: it may change what the element means. */
    void requireNoExtension(String path, BaseIdentifiableElement element) {
        if (!element.getAllUndeclaredExtensions().isEmpty()) {
            throw fault(path, "has an extension, which the compiler does not know");
        }
    }

    private void requireIdOfUrl() {
        String url = url();
        if (url == null || id() == null || !url.endsWith("/" + type() + "/" + id())) {
            throw fault("", "needs a url that ends in /" + type() + "/ and its id");
        }
    }

    private static IBaseResource parse(Format format, String text) {
        IParser parser = format.parser();
        parser.setParserErrorHandler(new StrictErrorHandler());
        return parser.parseResource(text);
    }

    private static String line(String message) {
        return message.replaceAll("\\s+", " ").strip();
    }
}

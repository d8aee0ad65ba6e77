package taskgateway.directory;

import ca.uhn.fhir.model.api.ExtensionDt;
import ca.uhn.fhir.model.api.IResource;
import ca.uhn.fhir.model.dstu2.composite.IdentifierDt;
import ca.uhn.fhir.model.dstu2.resource.Organization;
import ca.uhn.fhir.model.dstu2.resource.Patient;
import ca.uhn.fhir.model.primitive.BooleanDt;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import taskgateway.fhir.Format;
import taskgateway.fhir.NhsNumber;
import taskgateway.fhir.Uris;

/**
 * What a hosted provider knows: its patients, organisations and practitioners as FHIR DSTU2 resources, against which
 * references are resolved (specification, sections 6 and 12). Immutable, and safe to share between threads.
 */
public final class Registry {

    /** HAPI's parser lets a repeated key pass, the last one winning: a dissent could be lost that way. */
    private static final ObjectMapper STRICT_JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /** Text and not objects: HAPI's model can be changed by whoever holds it, and its getters write on first use. */
    private final Map<String, String> resources;

    private Registry(Map<String, String> resources) {
        this.resources = resources;
    }

    /**
     * Reads a registry.
     *
     * @param directory each {@code *.json} and {@code *.xml} in it holds one resource; other files are passed over
     * @throws IllegalArgumentException naming in one line the file and its fault: not a valid resource, no id, the type and
     *         id of another file, an NHS number whose check digit is wrong, two NHS numbers, two ODS codes, a dissent
     *         that is neither true nor false
     */
    public static Registry load(Path directory) {
        Map<String, String> resources = new LinkedHashMap<>();
        for (Path file : files(directory)) {
            try {
                add(resources, parse(file));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(file.getFileName() + ": " + firstLine(e.getOriginalMessage()), e);
            } catch (IOException e) {
                throw new IllegalArgumentException(file.getFileName() + ": cannot be read as UTF-8 text", e);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(file.getFileName() + ": " + firstLine(e.getMessage()), e);
            }
        }
        return new Registry(resources);
    }

    /**
     * A registry of these resources.
     *
     * @throws IllegalArgumentException as {@link #load}
     */
    public static Registry of(IResource... resources) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (IResource resource : resources) {
            add(texts, resource);
        }
        return new Registry(texts);
    }

    /** Every resource that the registry has, as {@code Type/id}. */
    public Set<String> references() {
        return Collections.unmodifiableSet(resources.keySet());
    }

    /** A copy of the resource of this type and id, if the registry has it; letter case matters. */
    public Optional<IResource> find(String type, String id) {
        return Optional.ofNullable(resources.get(type + "/" + id))
                .map(text -> (IResource) Format.JSON.parser().parseResource(text));
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json") || file.toString().endsWith(".xml")).sorted().toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("registry " + directory + ": not a directory that can be read", e);
        }
    }

    private static IResource parse(Path file) throws IOException {
        Format format = file.toString().endsWith(".json") ? Format.JSON : Format.XML;
        String text = Files.readString(file);
        if (format == Format.JSON) {
            STRICT_JSON.readTree(text);
        }
        IParser parser = format.parser();
        parser.setParserErrorHandler(new StrictErrorHandler());
        return (IResource) parser.parseResource(text);
    }

    private static void add(Map<String, String> resources, IResource resource) {
        String id = resource.getId().getIdPart();
        if (id == null || !id.matches("[A-Za-z0-9.-]{1,64}")) {
            throw new IllegalArgumentException("the resource has no id of 1 to 64 letters, digits, dots and hyphens");
        }
        check(resource);
        String key = resource.getResourceName() + "/" + id;
        if (resources.putIfAbsent(key, Format.JSON.encode(resource)) != null) {
            throw new IllegalArgumentException("there is another " + key);
        }
    }

    private static void check(IResource resource) {
        if (resource instanceof Patient patient) {
            only(patient.getIdentifier(), Uris.NHS_NUMBER, "NHS number").ifPresent(number -> {
                if (!NhsNumber.wellFormed(number.getValue())) {
                    throw new IllegalArgumentException("the NHS number is not ten digits with a right check digit");
                }
            });
            // Written out, an extension without a value would be lost, and a dissent with it.
            if (!patient.getUndeclaredExtensionsByUrl(Uris.DISSENT_EXTENSION).stream().allMatch(Registry::answered)) {
                throw new IllegalArgumentException("the dissent extension has no valueBoolean");
            }
        } else if (resource instanceof Organization organization) {
            only(organization.getIdentifier(), Uris.ODS_CODE, "ODS code");
        }
    }

    private static boolean answered(ExtensionDt extension) {
        return extension.getValue() instanceof BooleanDt answer && answer.getValue() != null;
    }

    private static Optional<IdentifierDt> only(List<IdentifierDt> identifiers, String system, String name) {
        List<IdentifierDt> found = identifiers.stream().filter(identifier -> system.equals(identifier.getSystem())).toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException("there is more than one " + name);
        }
        return found.stream().findFirst();
    }

    private static String firstLine(String message) {
        return message == null ? "cannot be read" : message.lines().findFirst().orElse("cannot be read");
    }
}

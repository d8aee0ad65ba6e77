package taskgateway.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import taskgateway.fhir.Format;
import taskgateway.fhir.NhsNumber;

/**
 * What stands in the folder of a registry. Passed over in silence is what nobody can mean: what begins with a dot, as
 * the links of a volume that Kubernetes mounts and what macOS and editors leave behind, copies of editors, and a
 * README. A name that is none of these is told, and where resources stand that would not be read, the start stops.
 *
 * @param path      the folder
 * @param resources its {@code *.json} and {@code *.xml} files, by name
 * @param strangers the names of others
 */
public record RegistryFolder(Path path, List<Path> resources, List<String> strangers) {

    private static final Predicate<String> NOT_MEANT =
            Pattern.compile("\\..*|#.*#|.*~|(?i).*\\.(swp|bak|orig|tmp)|readme.*|thumbs\\.db"
            + "|desktop\\.ini|lost\\+found").asMatchPredicate();
    private static final Predicate<String> RESOURCE = Pattern.compile("(?i).*\\.(json|xml)").asMatchPredicate();
    private static final int DEEPEST = 5;

    /**
     * Looks into a folder.
     *
     * @throws IllegalArgumentException when it cannot be read, or holds resources where they are not read
     */
    public static RegistryFolder of(Path path) {
        List<Path> resources = new ArrayList<>();
        List<String> strangers = new ArrayList<>();
        for (Path entry : entries(path)) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry)) {
                refuseResourcesIn(entry);
            } else if (RESOURCE.test(name)) {
                resources.add(entry);
            } else {
                strangers.add(NhsNumber.hiddenIn(name));
            }
        }
        return new RegistryFolder(path, List.copyOf(resources), List.copyOf(strangers));
    }

    /**
     * What stands in a folder and may be meant, by name.
     *
     * @throws IllegalArgumentException when it cannot be read
     */
    public static List<Path> entries(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(entry -> !NOT_MEANT.test(entry.getFileName().toString())).sorted().toList();
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException(folder
                    + " cannot be read: the account under which the gateway runs may not", e);
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(folder
                    + (Files.exists(folder) ? " is not a folder that can be read" : " is not there"), e);
        }
    }

    /** Whether a name is that of a resource's file. */
    public static boolean isResource(Path file) {
        return RESOURCE.test(file.getFileName().toString());
    }

    private static void refuseResourcesIn(Path folder) {
        try (Stream<Path> inside = Files.find(folder, DEEPEST, (file, of) -> of.isRegularFile() && isResource(file),
                FileVisitOption.FOLLOW_LINKS)) {
            if (inside.findAny().isPresent()) {
                throw new IllegalArgumentException(NhsNumber.hiddenIn(folder.toString())
                        + " is a folder in a provider's registry, and"
                        + " what stands in it is not read: move its resources up into " + folder.getParent()
                        + ", or the folder away");
            }
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(NhsNumber.hiddenIn(folder.toString())
                    + " is a folder in a provider's registry that cannot be read: move it away", e);
        }
    }

    /** The format of a resource's file. */
    static Format format(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json") ? Format.JSON : Format.XML;
    }

    /** A file for the words of a fault. Where its name holds an NHS number, its place says which it is. */
    String name(Path file) {
        String name = file.getFileName().toString();
        String hidden = NhsNumber.hiddenIn(name);
        return path.resolve(hidden)
                + (hidden.equals(name) ? "" : " (file " + (resources.indexOf(file) + 1) + " of " + resources.size()
                + " by name)");
    }
}

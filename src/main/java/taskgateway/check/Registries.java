package taskgateway.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.directory.Registry;
import taskgateway.directory.RegistryFolder;
import taskgateway.fhir.NhsNumber;

/**
 * The registries of providers, each in a folder of its own that is named by the ODS code. What would have every task
 * refused, or one that is right, stops the start; what is only likely to be a mistake is told.
 *
 * @param byOds    the registry of each provider
 * @param warnings a line for each thing that is likely to be a mistake
 */
public record Registries(Map<String, Registry> byOds, List<String> warnings) {

    private static final Logger LOG = LoggerFactory.getLogger("settings");

    /** Reads the registries of providers, by their ODS codes; what is likely to be a mistake is logged. */
    public static Map<String, Registry> of(Path root, String setting, Directory directory, Stream<Provider> needed) {
        Registries registries = load(root, setting, needed.map(Provider::ods).toList(),
                directory.providers().stream().map(Provider::ods).collect(Collectors.toSet()));
        registries.warnings().forEach(LOG::warn);
        return registries.byOds();
    }

    /**
     * Reads the registries of a folder.
     *
     * @param root    the folder
     * @param setting which names it
     * @param needed  ODS codes of those who need a registry
     * @param known   ODS codes of all whom the directory names
     * @throws IllegalArgumentException saying in one line which file or folder is wrong, and how to mend it
     */
    public static Registries load(Path root, String setting, Collection<String> needed, Set<String> known) {
        try {
            return read(root, needed, known);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the registry (" + setting + "): " + e.getMessage(), e);
        }
    }

    private static Registries read(Path root, Collection<String> needed, Set<String> known) {
        List<String> folders = folders(root);
        List<String> warnings = new ArrayList<>();
        Map<String, Registry> registries = new LinkedHashMap<>();
        for (String ods : needed) {
            registries.put(ods, registry(ownFolder(root, folders, ods), ods, warnings));
        }
        List<String> nobodys = folders.stream().filter(name -> !known.contains(name)).map(NhsNumber::hiddenIn).toList();
        if (!nobodys.isEmpty()) {
            warnings.add("The directory names no provider for these folders of " + root + ", which are not read: "
                    + String.join(", ", nobodys));
        }
        return new Registries(registries, List.copyOf(warnings));
    }

    private static Registry registry(Path path, String ods, List<String> warnings) {
        RegistryFolder folder = RegistryFolder.of(path);
        Registry registry = Registry.load(folder);
        RegistrySense sense = new RegistrySense(ods, registry);
        try {
            sense.check();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path + " " + e.getMessage(), e);
        }
        if (!folder.strangers().isEmpty()) {
            warnings.add(path + " holds files that are no *.json or *.xml, and are not read: "
                    + String.join(", ", folder.strangers()));
        }
        sense.warnings().forEach(warning -> warnings.add(path + ": " + warning));
        return registry;
    }

    private static List<String> folders(Path root) {
        List<String> names = new ArrayList<>();
        for (Path entry : RegistryFolder.entries(root)) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry)) {
                names.add(name);
            } else if (RegistryFolder.isResource(entry)) {
                throw new IllegalArgumentException(root.resolve(NhsNumber.hiddenIn(name))
                        + " is in no provider's folder, and so is not"
                        + " read: move it into " + root + "/, in the folder that is named by the provider's ODS code");
            }
        }
        return names;
    }

    private static Path ownFolder(Path root, List<String> folders, String ods) {
        Path folder = root.resolve(ods);
        if (folders.contains(ods)) {
            return folder;
        }
        String meant = folders.stream().filter(ods::equalsIgnoreCase).findFirst()
                .map(name -> "; " + name + " is: letter case matters")
                .orElse("");
        throw new IllegalArgumentException("the folder " + folder + " is not there, which provider " + ods
                + " of the directory needs" + meant);
    }
}

package taskgateway.profile;

import ca.uhn.fhir.model.api.IResource;
import ca.uhn.fhir.model.dstu2.resource.StructureDefinition;
import ca.uhn.fhir.model.dstu2.resource.ValueSet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import taskgateway.fhir.Dstu2;
import taskgateway.fhir.ElementPath;
import taskgateway.rules.Finding;

/**
 * The profiles of the specification (sections 5 and 6), compiled from their StructureDefinitions and ValueSets.
 * Immutable; one for all threads.
 *
 * <p>They say what an element may be. What else section 6 asks of a task (the profiles asserted, the date, the
 * narrative's text, extensions, no id) is checked elsewhere.
 */
public final class Profiles {

    private final Map<String, DefinitionFile> files;
    private final Map<String, Profile> profiles;

    private Profiles(Map<String, DefinitionFile> files, Map<String, Profile> profiles) {
        this.files = Map.copyOf(files);
        this.profiles = Map.copyOf(profiles);
    }

    /**
     * Reads and compiles every definition of a directory.
     *
     * @param directory holds StructureDefinitions and ValueSets, as .xml or .json, and nothing else
     * @throws IllegalArgumentException in one line that names the file, the element and the fault: a file that is no
     *                                  valid definition, a construct that the compiler does not know, a definition that
     *                                  is missing
     */
    public static Profiles load(Path directory) {
        Map<String, DefinitionFile> files = new HashMap<>();
        Map<String, String> types = new HashMap<>();
        Map<String, ValueSetCodes> codes = new HashMap<>();
        for (DefinitionFile file : DefinitionFile.readAll(directory)) {
            if (files.put(key(file.type(), file.id()), file) != null) {
                throw file.fault("", "defines what another file defines");
            }
            if (file.resource() instanceof StructureDefinition profile) {
                types.put(profile.getUrl(), profile.getConstrainedType());
            } else if (file.resource() instanceof ValueSet valueSet) {
                codes.put(valueSet.getUrl(), ValueSetCodes.of(file, valueSet));
            }
        }
        Map<String, Profile> profiles = new HashMap<>();
        files.values().stream()
                .filter(file -> file.resource() instanceof StructureDefinition)
                .forEach(file -> profiles.put(file.url(), new Compiler(file, types, codes).compile()));
        return new Profiles(files, profiles);
    }

    /**
     * Makes sure that a profile is there.
     *
     * @param profileUrl its canonical URL
     * @throws IllegalArgumentException when no file defines it
     */
    public Profiles holding(String profileUrl) {
        if (!profiles.containsKey(profileUrl)) {
            throw new IllegalArgumentException("no file of gateway.profiles defines the profile " + profileUrl);
        }
        return this;
    }

    /**
     * Checks a parsed resource, and what it contains, against a profile.
     *
     * @param resource   a resource of the profile's type; it is not changed
     * @param profileUrl the canonical URL of a profile
     * @return every fault, in the order of the elements; empty when the resource follows the profile
     * @throws IllegalArgumentException when there is no such profile, or it is of another type
     */
    public List<Finding> check(IBaseResource resource, String profileUrl) {
        Profile profile = profiles.get(profileUrl);
        String type = Dstu2.CONTEXT.getResourceType(resource);
        if (profile == null || !profile.type().equals(type)) {
            throw new IllegalArgumentException("no profile " + profileUrl + " of " + type);
        }
        List<IResource> contained = ContainedRule.containedIn(resource);
        ProfileWalk walk = new ProfileWalk(profiles, profile, contained);
        profile.check(resource, ElementPath.root(profile.type()), walk);
        return walk.findings();
    }

    /** The canonical URLs of the profiles. */
    public Set<String> urls() {
        return profiles.keySet();
    }

    /**
     * A definition, to be served.
     *
     * @param type {@code StructureDefinition} or {@code ValueSet}
     * @param id   its id, e.g. {@code gpconnect-task-order-1}
     * @return the definition, the caller's own, or empty when there is none
     */
    public Optional<IBaseResource> definition(String type, String id) {
        return Optional.ofNullable(files.get(key(type, id))).map(DefinitionFile::copy);
    }

    private static String key(String type, String id) {
        return type + "/" + id;
    }
}

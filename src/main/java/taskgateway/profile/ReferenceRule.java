package taskgateway.profile;

import static taskgateway.rules.Rule.CARDINALITY;
import static taskgateway.rules.Rule.CONTAINED;
import static taskgateway.rules.Rule.REFERENCE_FORM;
import static taskgateway.rules.Rule.REFERENCE_TYPE;

import ca.uhn.fhir.model.api.IResource;
import ca.uhn.fhir.model.dstu2.composite.ResourceReferenceDt;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import taskgateway.fhir.Dstu2;
import taskgateway.fhir.ElementPath;
import taskgateway.fhir.FhirId;
import taskgateway.fhir.strict.Decoded;

/**
 * The form of a reference, and the types it may be to (specification, section 5). Whether what an absolute URL names is
 * on this server, or exists, is for later layers.
 *
 * @param path      the element's path in the definitions
 * @param types     the types that are allowed, each with the profile to check a contained resource against, or an empty
 *                  text
 * @param contained whether {@code #id} is allowed
 * @param remote    whether any other form is allowed
 */
record ReferenceRule(String path, Map<String, String> types, boolean contained, boolean remote) implements ValueRule {

    /** A profile's name for: any type. */
    static final String ANY = "Resource";

    private static final Pattern RELATIVE = Pattern.compile("([A-Za-z]+)/" + FhirId.FORM);
    private static final Pattern ABSOLUTE = Pattern.compile("(?i:https?)://[^\\s/?#]+(/\\S*)?");
    private static final Pattern TYPE_IN_URL = Pattern.compile(".*/([A-Za-z]+)/[^/?#]+(/_history/[^/?#]+)?");

    @Override
    public void check(IBase value, ElementPath place, ProfileWalk walk) {
        ResourceReferenceDt reference = (ResourceReferenceDt) value;
        String text = reference.getReference().getValue();
        ElementPath here = place.child("reference");
        Optional<IResource> held = text == null ? held(reference, walk) : Optional.empty();
        if (held.isPresent() || text != null && text.startsWith("#")) {
            checkLocal(held.or(() -> named(text, walk)), here, walk);
        } else if (text == null) {
            walk.found(CARDINALITY, here, path + ".reference" + Decoded.MISSING + "a display alone refers to nothing.");
        } else {
            checkRemote(text, here, walk);
        }
    }

    private void checkLocal(Optional<IResource> target, ElementPath here, ProfileWalk walk) {
        if (!contained) {
            walk.found(REFERENCE_FORM, here, path + " must not refer to a contained resource: give Type/id.");
        } else if (target.isPresent()) {
            boolean fits = allows(target.get().getResourceName());
            walk.refer(target.get(), fits);
            if (!fits) {
                walk.found(REFERENCE_TYPE, here, path + " must refer to " + typeNames() + ".");
            } else if (!types.getOrDefault(target.get().getResourceName(), "").isEmpty()) {
                walk.checkContained(target.get(), types.get(target.get().getResourceName()));
            }
        } else if (!walk.lacksContained()) {
            walk.found(CONTAINED, here, path + " must be # and the id of a contained resource.");
        }
    }

    private void checkRemote(String text, ElementPath here, ProfileWalk walk) {
        Matcher relative = RELATIVE.matcher(text);
        if (!remote) {
            walk.found(REFERENCE_FORM, here, path + " must be # and the id of a contained resource.");
        } else if (relative.matches()) {
            checkType(relative.group(1), here, walk);
        } else if (ABSOLUTE.matcher(text).matches()) {
            Matcher typed = TYPE_IN_URL.matcher(text);
            if (typed.matches() && Dstu2.CONTEXT.getResourceTypes().contains(typed.group(1))) {
                checkType(typed.group(1), here, walk);
            }
        } else {
            walk.found(REFERENCE_FORM, here, path + " must be Type/id, the id of 1 to 64 letters, digits, '-' and '.',"
                    + " or an absolute http or https URL.");
        }
    }

    private void checkType(String type, ElementPath here, ProfileWalk walk) {
        if (!allows(type)) {
            walk.found(REFERENCE_TYPE, here, path + " must refer to " + typeNames() + ".");
        }
    }

    private boolean allows(String type) {
        return types.containsKey(ANY) ? Dstu2.CONTEXT.getResourceTypes().contains(type) : types.containsKey(type);
    }

    private String typeNames() {
        return types.containsKey(ANY) ? "a resource type of FHIR DSTU2" : String.join(" or ", types.keySet());
    }

    /** The contained resource that a program set as the target, without naming it. */
    private static Optional<IResource> held(ResourceReferenceDt reference, ProfileWalk walk) {
        return walk.contained().stream().filter(resource -> resource == reference.getResource()).findFirst();
    }

    private static Optional<IResource> named(String text, ProfileWalk walk) {
        return walk.contained().stream().filter(resource -> text.substring(1).equals(ContainedRule.id(resource)))
                .findFirst();
    }
}

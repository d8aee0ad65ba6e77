package taskgateway.check;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import taskgateway.fhir.Dstu2;
import taskgateway.fhir.FhirId;
import taskgateway.request.Interaction;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/** What the part of a URL after the service root asks for (specification, sections 2 and 6). */
record RequestedResource(Interaction interaction, String id, String version) {

    private static final Set<String> VERBS = Set.of(Rule.VERBS.split(", "));
    private static final Set<String> KNOWN = Set.of("Order", "metadata", "StructureDefinition", "ValueSet");
    private static final Set<String> TYPES = Dstu2.CONTEXT.getResourceTypes();

    /** Reads verb and path; with findings, and perhaps null, where they ask for nothing that is here. */
    static RequestedResource of(String verb, String path, List<Finding> findings) {
        checkVerb(verb, findings);
        List<String> parts = Arrays.asList(path.split("/", -1));
        // A trailing slash is accepted (section 2).
        List<String> bare = parts.get(parts.size() - 1).isEmpty() ? parts.subList(0, parts.size() - 1) : parts;
        // An operation is one wherever it stands, and no id.
        RequestedResource resource = path.contains("$") ? null : fitting(verb, bare);
        if (resource == null) {
            misfit(verb, path, parts.get(0), findings);
        } else if (!resource.legal()) {
            findings.add(unknownPath());
        }
        return resource;
    }

    /** Finds a verb that means nothing in FHIR's API here, whatever the path. */
    static void checkVerb(String verb, List<Finding> findings) {
        if (!VERBS.contains(verb)) {
            findings.add(Rule.VERB_UNKNOWN.found("The verb is not one of " + Rule.VERBS + "."));
        }
    }

    private static RequestedResource fitting(String verb, List<String> parts) {
        String type = parts.isEmpty() ? "" : parts.get(0);
        return switch (verb + " " + type + " " + parts.size()) {
            case "POST Order 1" -> new RequestedResource(Interaction.CREATE_ORDER, null, null);
            case "GET metadata 1" -> new RequestedResource(Interaction.READ_METADATA, null, null);
            case "GET Order 2" -> new RequestedResource(Interaction.READ_ORDER, parts.get(1), null);
            case "GET Order 4" -> parts.get(2).equals("_history")
                    ? new RequestedResource(Interaction.READ_ORDER, parts.get(1), parts.get(3)) : null;
            case "GET StructureDefinition 2", "GET ValueSet 2" ->
                    new RequestedResource(Interaction.READ_DEFINITION, type + "/" + parts.get(1), null);
            default -> null;
        };
    }

    private static void misfit(String verb, String path, String type, List<Finding> findings) {
        if (path.contains("$") || !KNOWN.contains(type) && TYPES.contains(type)) {
            findings.add(Rule.RESOURCE_NOT_IMPLEMENTED.found("This service knows Order alone, and no operations."));
        } else if (!KNOWN.contains(type)) {
            findings.add(unknownPath());
        } else if (VERBS.contains(verb)) {
            findings.add(Rule.VERB_MISPLACED.found(
                    "This verb does not fit this path: POST [base]/Order, GET [base]/Order/[id] and"
                    + " GET [base]/metadata do."));
        }
    }

    /** There is nothing at a path. */
    static Finding unknownPath() {
        return Rule.PATH_UNKNOWN.found(
                "There is nothing at this path: use [service root]/Order, /Order/[id] or /metadata.");
    }

    private boolean legal() {
        return interaction != Interaction.READ_ORDER || FhirId.isLegalInPath(id)
                && (version == null || FhirId.isLegalInPath(version));
    }
}

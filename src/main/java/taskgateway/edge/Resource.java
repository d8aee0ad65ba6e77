package taskgateway.edge;

import java.util.Set;
import taskgateway.fhir.Dstu2;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/** What the part of a URL after the service root asks for (specification, sections 2 and 6). */
record Resource(Interaction interaction, String id, String version) {

    private static final Set<String> VERBS = Set.of(Rule.VERBS.split(", "));
    private static final Set<String> TYPES = Dstu2.CONTEXT.getResourceTypes();

    /** Reads verb and path. */
    static Resource of(String verb, String path) {
        refuseUnknown(verb);
        String[] parts = path.split("/", -1);
        int length = parts[parts.length - 1].isEmpty() ? parts.length - 1 : parts.length;
        String type = parts[0];
        Resource resource = switch (type) {
            case "Order" -> order(verb, parts, length);
            case "metadata" -> length == 1 && verb.equals("GET") ? new Resource(Interaction.READ_METADATA, null, null) : null;
            default -> null;
        };
        if (resource == null) {
            throw misfit(path, type).refusal();
        }
        return resource;
    }

    /** Refuses a verb that means nothing in FHIR's API here, whatever the path. */
    static void refuseUnknown(String verb) {
        if (!VERBS.contains(verb)) {
            throw Rule.VERB_UNKNOWN.found("The verb is not one of " + Rule.VERBS + ".").refusal();
        }
    }

    private static Resource order(String verb, String[] parts, int length) {
        if (length == 1 && verb.equals("POST")) {
            return new Resource(Interaction.CREATE_ORDER, null, null);
        }
        boolean version = length == 4 && parts[2].equals("_history");
        return verb.equals("GET") && (length == 2 || version)
                ? new Resource(Interaction.READ_ORDER, parts[1], version ? parts[3] : null)
                : null;
    }

    private static Finding misfit(String path, String type) {
        boolean known = type.equals("Order") || type.equals("metadata");
        if (path.contains("$") || !known && TYPES.contains(type)) {
            return Rule.RESOURCE_NOT_IMPLEMENTED.found("This service knows Order alone, and no operations.");
        }
        return known
                ? Rule.VERB_MISPLACED.found("This verb does not fit this path: POST [base]/Order, GET [base]/Order/[id] and"
                        + " GET [base]/metadata do.")
                : Rule.PATH_UNKNOWN.found("There is nothing at this path: use [base]/Order, /Order/[id] or /metadata.");
    }
}

package taskgateway.repeat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import taskgateway.fhir.strict.ExactJson;
import taskgateway.profile.UseCaseRules;

/**
 * What a task says, so that two that say the same are the same text: what a clinician would call the same task, and not
 * what a serialiser makes of it. Anything that could mean something to who reads the task counts, elements unknown here
 * included: a task that is sent twice under one identifier is seen to be; one that is held back as a repeat and was
 * none is lost.
 *
 * <p>Left out are: {@code meta}, which is about the copy and not about the task; ids of elements and of what is
 * contained, which only tie parts together; the {@code display} beside a reference or code, which repeats what these
 * name; the status of a narrative, which the gateway makes up where there is none; the time of the day, since a task is
 * always today's.
 */
final class TaskContent {

    private static final Set<String> NO_CONTENT = Set.of("meta", "id");
    private static final String LOCAL = "#";

    private TaskContent() {
    }

    /**
     * The text.
     *
     * @param json an Order that was checked, its references relative
     */
    static String of(String json) {
        try {
            ObjectNode order = (ObjectNode) ExactJson.read(json);
            order.put("date", UseCaseRules.day(order.path("date").asText()).toString());
            return canonical(order).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the gateway's own JSON", e);
        }
    }

    private static JsonNode canonical(JsonNode node) {
        if (node.isObject()) {
            return object(node);
        }
        if (node.isArray()) {
            List<JsonNode> items = new ArrayList<>();
            node.forEach(item -> items.add(canonical(item)));
            return JsonNodeFactory.instance.arrayNode().addAll(items);
        }
        return node;
    }

    private static JsonNode object(JsonNode node) {
        Map<String, JsonNode> children = new TreeMap<>();
        node.fields().forEachRemaining(field -> {
            if (!NO_CONTENT.contains(field.getKey()) && !repeats(field.getKey(), node)) {
                JsonNode child = child(field.getKey(), field.getValue());
                if (!child.isContainerNode() || !child.isEmpty()) {
                    children.put(field.getKey(), child);
                }
            }
        });
        return JsonNodeFactory.instance.objectNode().setAll(children);
    }

    private static boolean repeats(String name, JsonNode node) {
        return name.equals("display")
                && Stream.of("code", "reference").anyMatch(named -> !node.path(named).asText().isBlank());
    }

    private static JsonNode child(String name, JsonNode value) {
        if (name.equals("text") && value.path("div").isTextual()) {
            return TextNode.valueOf(NarrativeWords.of(value.get("div").textValue()));
        }
        return name.equals("reference") && value.asText().startsWith(LOCAL) ? TextNode.valueOf(LOCAL)
                : canonical(value);
    }
}

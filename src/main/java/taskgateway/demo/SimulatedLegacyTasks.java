package taskgateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;

/**
 * A legacy system that takes tasks as JSON over HTTP and knows nothing of FHIR. It remembers the identifiers of the
 * last so many, in the order of their arrival, repeats included: what a person trying the demo, or a test, looks at.
 */
final class SimulatedLegacyTasks {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int capacity;
    private final Deque<String> received = new ArrayDeque<>();

    SimulatedLegacyTasks(int capacity) {
        this.capacity = capacity;
    }

    /**
     * POST takes a task: a JSON object whose {@code identifier} is a text, or as in FHIR an object with a
     * {@code value}, or a list of such; 202 with a receipt. GET lists the identifiers. Anything else is 400, 405 or
     * 415.
     */
    public SimulatedAnswer answer(@Variable("request") SimulatedRequest request) {
        return switch (request.method()) {
            case "GET" -> list();
            case "POST" -> request.header("Content-Type").orElse("").contains("json")
                    ? take(request.body()) : fault(415, "the task is not declared as JSON");
            default -> fault(405, "only POST and GET");
        };
    }

    private SimulatedAnswer take(byte[] body) {
        String identifier = identifier(body);
        if (identifier == null || identifier.isBlank()) {
            return fault(400, "the task is not a JSON object with an identifier");
        }
        boolean repeat;
        synchronized (received) {
            repeat = received.contains(identifier);
            if (received.size() == capacity) {
                received.removeFirst();
            }
            received.addLast(identifier);
        }
        return json(202, object().put("status", "accepted").put("identifier", identifier).put("repeat", repeat));
    }

    private SimulatedAnswer list() {
        ObjectNode answer = object();
        synchronized (received) {
            List.copyOf(received).forEach(answer.putArray("received")::add);
        }
        return json(200, answer);
    }

    /** Null where there is none. */
    private static String identifier(byte[] body) {
        try {
            JsonNode identifier = JSON.readTree(body).path("identifier");
            JsonNode first = identifier.isArray() ? identifier.path(0) : identifier;
            return (first.isObject() ? first.path("value") : first).textValue();
        } catch (IOException e) {
            return null;
        }
    }

    private static SimulatedAnswer fault(int status, String fault) {
        return json(status, object().put("status", "refused").put("fault", fault));
    }

    private static SimulatedAnswer json(int status, ObjectNode body) {
        return new SimulatedAnswer(status, Map.of("Content-Type", "application/json;charset=UTF-8"), body.toString());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}

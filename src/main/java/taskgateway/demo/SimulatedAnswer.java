package taskgateway.demo;

import java.util.Map;

/**
 * An HTTP answer.
 *
 * @param headers by name, Content-Type among them
 */
record SimulatedAnswer(int status, Map<String, String> headers, String body) {

    SimulatedAnswer {
        headers = Map.copyOf(headers);
    }
}

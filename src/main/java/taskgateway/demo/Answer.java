package taskgateway.demo;

import java.util.Map;

/**
 * An HTTP answer.
 *
 * @param headers by name, Content-Type among them
 */
record Answer(int status, Map<String, String> headers, String body) {

    Answer {
        headers = Map.copyOf(headers);
    }
}

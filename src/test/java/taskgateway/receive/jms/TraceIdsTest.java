package taskgateway.receive.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TraceIdsTest {

    private static final byte[] BODY = "{\"resourceType\":\"Order\"}".getBytes(StandardCharsets.UTF_8);

    /** Another release, too, has to know a message that is delivered again: the value is Python's uuid5 of both. */
    @Test
    void isVersionFiveOfMessageIdAndBody() {
        assertThat(TraceIds.of("ID:producer-1:1", BODY)).isEqualTo("21f87244-40f9-5293-b943-ab8d9554537e");
    }

    @Test
    void differsWithEither() {
        assertThat(TraceIds.of("ID:producer-1:2", BODY)).isNotEqualTo(TraceIds.of("ID:producer-1:1", BODY));
        assertThat(TraceIds.of("ID:producer-1:1", new byte[0])).isNotEqualTo(TraceIds.of("ID:producer-1:1", BODY));
    }
}

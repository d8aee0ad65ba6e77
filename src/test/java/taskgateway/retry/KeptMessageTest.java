package taskgateway.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import taskgateway.receive.jms.ReplyAddress;
import taskgateway.request.Headers;
import taskgateway.request.Request;
import taskgateway.request.Via;
import taskgateway.store.DeadLetter;
import taskgateway.store.journal.DeadMessage;

/** A message is taken up again as it was. */
class KeptMessageTest {

    private static final Instant SENT = Instant.parse("2018-02-01T10:00:00Z");

    @Test
    void hasEveryValueOfEveryHeader() throws Exception {
        Headers headers =
                Headers.of(List.of(Map.entry("Ssp-To", "1"), Map.entry("Ssp-To", "2"), Map.entry("Ssp-From", "3")));
        byte[] body = "{\u20ac}".getBytes(StandardCharsets.UTF_8);
        DeadMessage kept = new KeptMessage().describeMessage(new Request(Via.JMS, "POST", null, headers, body,
                Instant.now(), SENT), new ReplyAddress(null, "c"));

        Request again = new Replay().readRequest(letter(kept));

        assertThat(again.headers().all("Ssp-To")).containsExactly("1", "2");
        assertThat(again.headers().all("Ssp-From")).containsExactly("3");
        assertThat(again.headers().names()).containsExactlyInAnyOrder("Ssp-To", "Ssp-From");
        assertThat(again.body()).isEqualTo(body);
        assertThat(again.sent()).isEqualTo(SENT);
    }

    @Test
    void isReadAsEarlierReleasesKeptIt() throws Exception {
        Request again = new Replay().readRequest(letter(new DeadMessage("", SENT,
                "{\"Ssp-To\":\"1\",\"Ssp-From\":\"\"}", "e30=", null, "c")));
        assertThat(again.headers().all("Ssp-To")).containsExactly("1");
        assertThat(again.headers().all("Ssp-From")).containsExactly("");
    }

    private static DeadLetter letter(DeadMessage message) {
        return new DeadLetter(1, "B82617", true, 1, message);
    }
}

package taskgateway.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import taskgateway.request.Headers;
import taskgateway.request.Request;
import taskgateway.request.Via;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/** A packed body takes what room it will fill before it fills it. */
class TransportLayerTest {

    private final TransportLayer unpacking = new TransportLayer(100_000);

    @Test
    void asksForRoomOfItsLengthUnpacked() throws IOException {
        AtomicLong held = new AtomicLong();

        Request unpacked = unpacking.unpack(packed(100_000), held::addAndGet);

        assertThat(unpacked.body()).hasSize(100_000);
        assertThat(unpacked.headers().all("Content-Encoding")).isEmpty();
        assertThat(held).hasValue(100_000);
    }

    @Test
    void isRefusedWhereThereIsNoRoom() throws IOException {
        Refusal full = Rule.TOO_BUSY.found("full").refusal();

        assertThatThrownBy(() -> unpacking.unpack(packed(50_000), bytes -> {
            throw full;
        })).isSameAs(full);
    }

    @Test
    void asksForNoneForWhatIsTooLargeAnyhow() throws IOException {
        AtomicLong held = new AtomicLong();

        assertThatThrownBy(() -> unpacking.unpack(packed(100_001), held::addAndGet)).isInstanceOf(Refusal.class)
                .hasMessageContaining("413");
        assertThat(held).hasValue(0);
    }

    @Test
    void leavesABodyThatIsNotThereYet() throws IOException {
        Request head = packed(10).with((byte[]) null);

        assertThat(unpacking.unpack(head, null)).isSameAs(head);
    }

    private static Request packed(int length) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(new byte[length]);
        }
        Headers headers = Headers.of(List.of(Map.entry("Content-Encoding", "gzip")));
        return new Request(Via.HTTP, "POST", "/", headers, packed.toByteArray(), Instant.now(), Instant.now());
    }
}

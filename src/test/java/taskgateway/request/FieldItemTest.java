package taskgateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights of a list's items (RFC 9110, section 12.4.2). */
class FieldItemTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "0., 0", "0.000, 0", "1, 1", "1.000, 1", "0.5, 0.5", ".6, 0.6", "0.0001, 0.0001", "2, 1",
        "., 0", "'', 0", "0.3333333333333333, 0.3333333333333333", "x, 1", "-1, 1", "0.5x, 1", "1.2.3, 1", "1e-3, 1"})
    void readsAWeight(String written, double weight) {
        assertThat(FieldItem.of("gzip;q=" + written).quality()).isEqualTo(weight);
    }

    @Test
    @Timeout(60)
    void readsWeightsOfMegabytesInOnePass() {
        for (String one : new String[] {"0", "1", "0.", ".", " ", "\"", "\\", ";q="}) {
            FieldItem item = FieldItem.list("gzip;q=" + one.repeat((3 << 20) / one.length()) + "x").get(0);
            assertThat(item.quality()).isBetween(0.0, 1.0);
        }
    }
}

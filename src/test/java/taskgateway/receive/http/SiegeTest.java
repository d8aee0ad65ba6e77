package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a siege takes for a leak, and what not: else it could find none. */
class SiegeTest {

    @ParameterizedTest
    @ValueSource(strings = {"java.lang.NullPointerException", "at taskgateway.fhir.strict.Xml.read(Xml.java:12)",
        "ca.uhn.fhir.parser.DataFormatException: x", "Caused by: io.netty.handler.codec.DecoderException",
        "Table \"AUDIT\" not found; insert into audit values", "jdbc:h2:file:./data",
        "/root/x", "root:x:0:0", "Mrs Jane Johnson", "Bearer eyJhbGciOiJub25lIn0.e30."})
    void tellsALeak(String text) {
        assertThat(Siege.tells(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"The JSON is not well-formed (line 1, column 2)", "urn:taskgateway:task", "f:Order/f:detail[2]",
        "http://fhir.nhs.net/ValueSet/gpconnect-error-or-warning-code-1", "it must hold organization/*.write"})
    void tellsNoLeakWhereThereIsNone(String text) {
        assertThat(Siege.tells(text)).isFalse();
    }
}

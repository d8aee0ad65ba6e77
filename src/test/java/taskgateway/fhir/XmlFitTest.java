package taskgateway.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlFitTest {

    @ParameterizedTest
    @ValueSource(strings = {"plain", "tab\\t, line\\n\\r", "\\u00e9", "\\ud83d\\ude00", "\uD83D\uDE00", "\\uD83D\uDE00", "\\\\u0001",
        "\\\"\\/", "\\uFFFD"})
    void findsCharactersOfXmlFit(String text) {
        assertThat(XmlFit.characters("{\"display\": \"" + text + "\"}\r\n")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0001", "\\u001F", "\\b", "\\f", "\\ud83d", "\\ude00", "\\ud83dx\\ude00", "\\uFFFE", "\uFFFF", "\u0001",
        "\\\\\\u0000"})
    void findsOtherCharacters(String text) {
        assertThat(XmlFit.characters("{\"display\": \"" + text + "\"}")).isFalse();
    }
}

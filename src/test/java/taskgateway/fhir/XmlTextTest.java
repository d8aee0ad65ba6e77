package taskgateway.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a\tb\r\nc", "\u0085 \ud7ff\ue000\ufffd", "\ud83d\ude00", "\ud83f\udffe"})
    void keepsWhatXmlCanHold(String text) {
        assertThat(XmlText.isWritable(text)).isTrue();
        assertThat(XmlText.writable(text)).isEqualTo(text);
    }

    @Test
    void replacesWhatXmlCannotHold() {
        for (String bad : new String[] {"\0", "\u000b", "\u001f", "\ufffe", "\uffff", "\ud83d", "\ude00"}) {
            assertThat(XmlText.isWritable("a" + bad + "b")).isFalse();
            assertThat(XmlText.writable("a" + bad + "b")).isEqualTo("a\ufffdb");
        }
    }

    @Test
    void replacesExactlyWhatIsNotWritable() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT).mapToObj(Character::toString)
                .filter(text -> !XmlText.isWritable(XmlText.writable(text))
                        || XmlText.isWritable(text) != XmlText.writable(text).equals(text)))
                .isEmpty();
    }
}

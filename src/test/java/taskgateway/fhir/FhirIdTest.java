package taskgateway.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirIdTest {

    @ParameterizedTest
    @ValueSource(strings =
            {"1", "A-b.9", "...", ".a", "1234567890123456789012345678901234567890123456789012345678901234"})
    void isLegalWhereverItStands(String text) {
        assertThat(FhirId.isLegal(text)).isTrue();
        assertThat(FhirId.isLegalInPath(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void climbsOutOfAPath(String text) {
        assertThat(FhirId.isLegal(text)).isTrue();
        assertThat(FhirId.isLegalInPath(text)).isFalse();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings =
            {"a_b", "a/b", " 1", "1\n", "\u00e9", "12345678901234567890123456789012345678901234567890123456789012345"})
    void isNone(String text) {
        assertThat(FhirId.isLegal(text)).isFalse();
        assertThat(FhirId.isLegalInPath(text)).isFalse();
    }
}

package taskgateway.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class NhsNumberTest {

    @ParameterizedTest
    @ValueSource(strings = {"9000000009", "9000000017", "9000000025", "9000000033", "9000000041", "0000000000"})
    void acceptsRightCheckDigit(String number) {
        assertThat(NhsNumber.wellFormed(number)).isTrue();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings =
            {"9000000008", "9000000071", "900000000", "90000000090", "900 000 0009", "900000000X", "９000000009"})
    void refusesAnythingElse(String number) {
        assertThat(NhsNumber.wellFormed(number)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void refusesNumbersThatNeedTheCheckDigitTen(int last) {
        assertThat(NhsNumber.wellFormed("000000006" + last)).isFalse();
    }
}

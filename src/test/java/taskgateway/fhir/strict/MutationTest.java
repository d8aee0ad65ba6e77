package taskgateway.fhir.strict;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import taskgateway.fhir.Format;
import taskgateway.rules.Refusal;

/** Whatever is done to a body, decoding ends in an Order or in a refusal, and what it accepts it also keeps. */
class MutationTest {

    private static final int ROUNDS = 5_000;
    private static final long SEED = 20180214L;
    private static final List<String> PIECES =
            List.of("null", "5", "1.5", "true", "[]", "{}", "\"\"", "\"a\"", "[null]", "{\"a\":1}", ",", ":",
                    "\"extension\":[{\"url\":\"a\",\"valueString\":\"b\"}],",
                    "\"_date\":{\"extension\":[{\"url\":\"a\",\"valueCode\":\"b\"}]},",
            "\"id\":\"a\",", "\"contained\":[{\"resourceType\":\"Basic\"}],", "\"resourceType\":\"Order\",", "#",
            "\\u0000", "\\ud83d", "&amp;", "&a;", "<", ">", "<a>", "</a>", "<id value='a'/>",
            "<extension url='a'><valueCode value='b'/></extension>", "xmlns=''", "<!--", "-->",
            "<![CDATA[", "]]>", "\u00e9", "\uFEFF", "=", "'", "\"");

    @ParameterizedTest
    @EnumSource(Format.class)
    void anyBodyEndsInAnOrderOrARefusal(Format format) {
        Random random = new Random(SEED);
        String good = Samples.good(format);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = mutated(good, random);
            try {
                Decoded decoded = Samples.DECODER.decode(body, format);
                if (decoded.findings().isEmpty()) {
                    accepted++;
                    keeps(decoded, body);
                }
            } catch (Refusal refused) {
                assertThat(refused.outcome().status()).isBetween(400, 422);
            } catch (RuntimeException | StackOverflowError wrong) {
                throw new AssertionError("round " + round + ": " + new String(body, StandardCharsets.UTF_8), wrong);
            }
        }
        assertThat(accepted).isBetween(50, ROUNDS - 50);
    }

    private static void keeps(Decoded decoded, byte[] body) {
        String json = Format.JSON.encode(decoded.order());
        for (Format format : Format.values()) {
            Decoded again = Samples.decode(format, format.encode(decoded.order()));
            assertThat(again.findings()).as(new String(body, StandardCharsets.UTF_8)).isEmpty();
            assertThat(Format.JSON.encode(again.order())).isEqualTo(json);
        }
    }

    private static byte[] mutated(String good, Random random) {
        StringBuilder text = new StringBuilder(good);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
                case 3 -> text.insert(from, text.substring(Math.min(from, to), to));
                default -> value(text, random);
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(20) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(50) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    /** Puts a piece in place of a JSON value or an XML attribute's value, so that the body often stays well-formed. */
    private static void value(StringBuilder text, Random random) {
        int start = Math.max(text.indexOf("\": ", random.nextInt(text.length())) + 3,
                text.indexOf("=", random.nextInt(text.length())) + 1);
        int end = text.indexOf("\"", Math.min(start + 1, text.length()));
        if (start > 2 && end > start) {
            text.replace(start, end + 1, PIECES.get(random.nextInt(PIECES.size())));
        }
    }
}

package taskgateway.fhir.strict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import taskgateway.fhir.Format;
import taskgateway.rules.Issue;
import taskgateway.rules.Refusal;

/** The published example as a body, to be spoiled in one place. */
final class Samples {

    static final OrderDecoder DECODER = new OrderDecoder();

    private Samples() {
    }

    static String good(Format format) {
        try {
            return Files.readString(java.nio.file.Path.of("examples/task." + format));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The example with one piece replaced, which must be there. */
    static String spoilt(Format format, String piece, String replacement) {
        String good = good(format);
        Assertions.assertThat(good).contains(piece);
        return good.replace(piece, replacement);
    }

    static Decoded decode(Format format, String body) {
        return DECODER.decode(body.getBytes(StandardCharsets.UTF_8), format);
    }

    /** Rule and location of everything wrong in layer 7, as RULE@location. */
    static List<String> faults(Format format, String body) {
        return decode(format, body).findings().stream().map(f -> f.rule() + "@" + f.location()).toList();
    }

    /** What a refused body is refused for, as status and diagnostics. */
    static List<String> refusal(Format format, byte[] body) {
        Refusal refusal = Assertions.catchThrowableOfType(Refusal.class, () -> DECODER.decode(body, format));
        Assertions.assertThat(refusal).as("must be refused").isNotNull();
        List<String> all = new ArrayList<>(List.of(String.valueOf(refusal.outcome().status())));
        refusal.outcome().issues().stream().map(Issue::diagnostics).forEach(all::add);
        return all;
    }

    static List<String> refusal(Format format, String body) {
        return refusal(format, body.getBytes(StandardCharsets.UTF_8));
    }
}

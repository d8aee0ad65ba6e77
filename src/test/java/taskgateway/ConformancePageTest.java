package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import taskgateway.rules.Layer;
import taskgateway.rules.Rule;

/**
 * CONFORMANCE.md is what the catalogue of rules and the cases say. To write it anew:
 * {@code mvn test -Dtest=ConformancePageTest -Dconformance.write=true}
 */
class ConformancePageTest {

    private static final Path PAGE = Path.of("CONFORMANCE.md");
    private static final Path CASES = Path.of("src/test/resources/cases");

    @Test
    void saysWhatTheCatalogueSays() throws IOException {
        String page = page();
        if (Boolean.getBoolean("conformance.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Conformance

                Every reason for which the gateway refuses a request, in the order of the layers in which it looks for them. When a
                layer finds faults, all of them are reported together, the status being that of the first in this order, and no
                later layer runs. A layer's number is that of the specification, section 6; those without one are the gateway's own.
                "Clause" names sections of [the specification](docs/specification.md). A rule without a code is \
                answered in the Spine Security Proxy's style.
                The example is an answer's diagnostics, and leads to the whole answer beside its request; each is asked of the
                running gateway by the tests.

                Written by `ConformancePageTest` from `Rule` and the cases; do not edit.
                """);
        for (Layer layer : Layer.values()) {
            page.append("\n## ").append(title(layer)).append("\n\n")
                    .append("| Rule | Clause | HTTP | Code | Issue | What must hold | Example |\n| --- | --- | --- |"
                    + " --- | --- | --- | --- |\n");
            for (Rule rule : Arrays.stream(Rule.values()).filter(it -> it.layer() == layer).toList()) {
                page.append("| `").append(rule).append("` | ").append(rule.clause()).append(" | ").append(rule.status())
                        .append(" | ").append(rule.code() == null ? "" : rule.code()).append(" | ")
                        .append(rule.issueType())
                        .append(" | ").append(rule.requirement()).append(" | ").append(example(rule)).append(" |\n");
            }
        }
        return page.toString();
    }

    private static String title(Layer layer) {
        String words = layer.name().replace('_', ' ').toLowerCase(java.util.Locale.ROOT);
        String number = layer.number().isPresent() ? layer.number().getAsInt() + ". " : "";
        return number + Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String example(Rule rule) throws IOException {
        Path answer = CASES.resolve(rule.name()).resolve("answer.http");
        if (!Files.exists(answer)) {
            return "";
        }
        String text = Files.readString(answer);
        String diagnostics =
                new ObjectMapper().readTree(text.substring(text.indexOf('{'))).at("/issue/0/diagnostics").asText();
        return "[" + diagnostics.replace("|", "\\|").replace("[", "\\[").replace("]", "\\]") + "]("
                + CASES.resolve(rule.name()) + ")";
    }
}

package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import taskgateway.fhir.Format;
import taskgateway.rules.Layer;
import taskgateway.rules.Rule;
import taskgateway.testkit.Case;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/**
 * Every reason for a refusal, as files to read: a folder of {@code src/test/resources/cases} for each rule, with the
 * request and the answer expected. Where an answer differs, the one received is written to {@code target/cases}.
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class CasesTest {

    private static final Path CASES = Path.of("src/test/resources/cases");

    /** Rules that no single request over HTTP can be made to break, and why. */
    private static final Map<Rule, String> WITHOUT_A_CASE = Map.ofEntries(
            Map.entry(Rule.REQUEST_TIMEOUT, "it takes a sender that stops: SlowRequestTest"),
            Map.entry(Rule.CLIENT_CERTIFICATE_MISSING, "it takes TLS: MutualTlsTest"),
            Map.entry(Rule.CLIENT_CERTIFICATE_UNSUITABLE, "it takes TLS: MutualTlsTest"),
            Map.entry(Rule.CLIENT_CERTIFICATE_NAME, "it takes TLS: MutualTlsTest"),
            Map.entry(Rule.PROVIDER_NOT_NAMED, "on JMS alone: HTTP names the provider by its URL"),
            Map.entry(Rule.DIRECTORY_ENTRY, "it takes a Spine Directory Service: SdsTest"),
            Map.entry(Rule.DIRECTORY_UNAVAILABLE, "it takes a Spine Directory Service that fails: SdsTest"),
            Map.entry(Rule.TRACE_ID_REUSED, "it takes another request before: RepeatTest"),
            Map.entry(Rule.TASK_SENT_BEFORE, "it takes another request before: RepeatTest"),
            Map.entry(Rule.RATE_LIMIT, "it takes more requests than the shared gateway refuses: RateLimitTest"),
            Map.entry(Rule.PROVIDER_FAILING, "it takes calls that failed before: ProviderBreakerTest"),
            Map.entry(Rule.OUTCOME_UNKNOWN, "it takes a provider that breaks off"),
            Map.entry(Rule.INTERNAL_ERROR, "nothing is known to provoke it"),
            Map.entry(Rule.STORE_UNAVAILABLE, "it takes a database that fails"),
            Map.entry(Rule.TOO_BUSY, "it takes more load than one request: OverloadTest"));

    private final RunningGateway gateway;
    private final Sender sender;

    CasesTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    static List<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRefusedAsItsFileSays(String name) throws IOException {
        Wire.WireAnswer answer = Wire.exchange(gateway, Case.read(CASES.resolve(name)).request(sender, gateway.base()));

        String received = written(answer);
        Path expected = CASES.resolve(name).resolve("answer.http");
        if (!Files.exists(expected) || !Files.readString(expected).equals(received)) {
            Files.createDirectories(Path.of("target/cases", name));
            Files.writeString(Path.of("target/cases", name, "answer.http"), received);
        }
        assertThat(received).isEqualTo(Files.exists(expected) ? Files.readString(expected) : "");
        Rule rule = rule(name);
        assertThat(answer.status()).isEqualTo(rule.status());
        // What cannot be read may be of HTTP/1.0.
        assertThat(answer.header("Transfer-Encoding")).isEqualTo(rule == Rule.URL_TOO_LONG ? "" : "chunked");
        Refused refused = Refused.of(answer);
        assertThat(refused.issues()).startsWith(rule.code() == null ? rule.issueType() : rule.code().name());
        assertThat(refused.outcome().getIssue()).allSatisfy(issue -> {
            assertThat(issue.getDiagnostics()).as("how to mend it").hasSizeGreaterThan(20);
            boolean ofAnElement = Set.of(Layer.PROFILE, Layer.REFERENCE).contains(rule.layer())
                    && rule != Rule.RESOURCE_TYPE_UNKNOWN;
            assertThat(issue.getLocation()).as("where").hasSize(ofAnElement ? 1 : issue.getLocation().size());
        });
    }

    /** Cases that speak of B82617 alone: its ASID, and who may send to it. */
    private static final Set<String> OF_ONE_PROVIDER = Set.of("SSP_TO.another-provider", "NO_AGREEMENT");

    static Stream<Arguments> casesElsewhere() throws IOException {
        return cases().stream()
                .filter(name -> !OF_ONE_PROVIDER.contains(name)
                        && Case.read(CASES.resolve(name)).line().contains("/B82617/"))
                .flatMap(name -> Stream.of("A20047", "C83615").map(ods -> Arguments.of(name, ods)));
    }

    /** A sender meets the same rules whoever the provider is, be it the gateway or the provider itself that checks. */
    @ParameterizedTest
    @MethodSource("casesElsewhere")
    void isRefusedAlikeAtEveryProvider(String name, String ods) throws IOException {
        Wire.WireAnswer answer = Wire.exchange(gateway, Case.read(CASES.resolve(name)).at(ods)
                .request(sender, gateway.base()));

        Rule rule = rule(name);
        assertThat(answer.status()).isEqualTo(rule.status());
        assertThat(Refused.of(answer).issues()).startsWith(rule.code() == null ? rule.issueType() : rule.code().name());
    }

    @Test
    void everyRuleHasACaseOrAReasonForNone() throws IOException {
        Set<Rule> rules = cases().stream().map(CasesTest::rule).collect(Collectors.toSet());

        assertThat(Arrays.stream(Rule.values()).filter(rule -> !rules.contains(rule)))
                .containsExactlyInAnyOrderElementsOf(WITHOUT_A_CASE.keySet());
    }

    /** A folder is named by its rule; one more case of the same rule adds a dot and what it shows. */
    private static Rule rule(String name) {
        return Rule.valueOf(name.split("\\.")[0]);
    }

    /** The answer as its file has it: status, the headers that tell a fault, the OperationOutcome in JSON. */
    private String written(Wire.WireAnswer answer) {
        StringBuilder text = new StringBuilder().append(answer.status()).append('\n');
        for (String name : List.of("Allow", "WWW-Authenticate", "Retry-After")) {
            if (!answer.header(name).isEmpty()) {
                text.append(name).append(": ").append(answer.header(name)).append('\n');
            }
        }
        String outcome = Format.JSON.parser().setPrettyPrint(true).encodeResourceToString(Refused.of(answer).outcome());
        return text.append('\n').append(outcome).append('\n').toString()
                .replace(Sender.today(), "{today}")
                .replace(gateway.base(), "{base}");
    }
}

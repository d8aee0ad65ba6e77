package taskgateway.command.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.Desk.assertFails;

import ca.uhn.fhir.model.dstu2.resource.AuditEvent;
import ca.uhn.fhir.model.dstu2.resource.Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import taskgateway.fhir.Format;
import taskgateway.testkit.AnswerValidator;
import taskgateway.testkit.Desk;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.OperatedGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** The audit trail as FHIR resources that HAPI's validator accepts. */
@ExtendWith(OperatedGateway.Shared.class)
@Slow
class AuditExportTest {

    private final OperatedGateway operated;

    @TempDir
    private Path folder;

    AuditExportTest(OperatedGateway operated) {
        this.operated = operated;
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void isABundleOfAuditEventsThatHapiAccepts(Format format) throws Exception {
        Instant since = Instant.now();
        String trace = operated.accept("B82617");
        Map<String, String> headers = operated.sender.createHeaders("B82617");
        operated.sender.create("B82617", headers, "{}");
        headers.remove("Authorization");
        headers.put("Ssp-TraceID", "nonsense");
        operated.sender.create("B82617", headers, Sender.json());
        operated.sender.send("GET", "/B82617/DSTU2/1/Order/none", operated.sender.readHeaders("B82617"), null);
        try (JmsClient client = new JmsClient(operated.gateway)) {
            client.ask(client.text("{}",
                    Map.of("ProviderOdsCode", "B82617", "SspTraceID", "a\u0001b", "SspFrom", " \u0000 ")));
        }
        Path file = folder.resolve("audit." + format);
        Desk desk = operated.run("audit", "export", "--since", since.toString(), "--format",
                format.name().toLowerCase(Locale.ROOT),
                "--out", file.toString(), "--who", "J. Doe", "--why", "yearly review");
        assertThat(desk.code()).as(desk.err()).isZero();
        String text = Files.readString(file);
        AnswerValidator.assertConforms(text, format);
        Bundle bundle = format.parser().parseResource(Bundle.class, text);
        assertThat(desk.out()).startsWith(bundle.getEntry().size() + " audit records written to");
        AuditEvent event = event(bundle, trace);
        assertThat(event.getEvent().getOutcome()).isEqualTo("0");
        assertThat(event.getParticipant()).hasSize(2);
        assertThat(event.getParticipant().get(0).getName()).isEqualTo("Dr Claire Jones");
        assertThat(event.getParticipant().get(1).getUserId().getValue()).isEqualTo("200000000359");
        assertThat(event.getSource().getIdentifier().getValue()).isEqualTo("gateway-1");
        assertThat(event.getObject()).extracting(object -> object.getReference().getReference().getValue())
                .contains("Patient/1").anyMatch(reference -> String.valueOf(reference).startsWith("Order/"));
        Map<String, Object> record = operated.records.audit(trace);
        assertThat(event.getUndeclaredExtensionsByUrl("urn:taskgateway:StructureDefinition:audit-chain").get(0)
                .getUndeclaredExtensions())
                .extracting(part -> part.getUrl() + "=" + part.getValueAsPrimitive().getValueAsString())
                .containsExactly("gateway=gateway-1", "sequence=" + record.get("sequence"),
                        "previous-hash=" + record.get("previous_hash"),
                        "hash=" + record.get("hash"));
        assertThat(bundle.getEntry()).extracting(entry -> ((AuditEvent) entry.getResource()).getEvent().getOutcome())
                .contains("4");
        assertThat(operated.actions("audit export").get(0)).containsEntry("reason", "yearly review");
    }

    @Test
    void anOperatorsActionIsAnEventToo() throws Exception {
        Instant since = Instant.now();
        operated.run("provider", "pause", "B82617", "--who", "J. Doe", "--why", "a test");
        operated.run("provider", "resume", "B82617", "--who", "J. Doe", "--why", "a test");
        String text = operated.run("audit", "export", "--since", since.toString(), "--why", "x").out();
        AnswerValidator.assertConforms(text, Format.JSON);
        assertThat(Format.JSON.parser().parseResource(Bundle.class, text).getEntry())
                .extracting(entry -> ((AuditEvent) entry.getResource()).getParticipant().get(0).getUserId().getValue())
                .contains("J. Doe");
        assertThat(text).contains("\"display\":\"a test\"").contains("urn:taskgateway:operator");
    }

    @Test
    void nothingIsABundleTooAndAFileIsNeverOverwritten() throws Exception {
        for (Format format : List.of(Format.JSON, Format.XML)) {
            String text = operated.run("audit", "export", "--until", "2001-01-01", "--format", format.name(), "--why",
                    "x").out();
            AnswerValidator.assertConforms(text, format);
        }
        Path there = Files.writeString(folder.resolve("there"), "x");
        assertFails(operated.run("audit", "export", "--out", there.toString(), "--why", "x"), 2, "is there already");
        assertThat(there).hasContent("x");
    }

    private static AuditEvent event(Bundle bundle, String trace) {
        return bundle.getEntry().stream().map(entry -> (AuditEvent) entry.getResource())
                .filter(event -> event.getObject().stream()
                        .anyMatch(object -> trace.equals(object.getIdentifier().getValue())))
                .findFirst().orElseThrow();
    }
}

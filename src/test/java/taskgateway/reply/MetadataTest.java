package taskgateway.reply;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.model.dstu2.resource.Conformance;
import ca.uhn.fhir.model.primitive.CodeDt;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Format;
import taskgateway.fhir.Uris;
import taskgateway.profile.HapiValidator;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * What the gateway says of itself: the conformance statement, and its definitions (specification, sections 2 and 7).
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class MetadataTest {

    private final RunningGateway gateway;
    private final Sender sender;

    MetadataTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    @ParameterizedTest
    @CsvSource({"A20047, JSON", "A20047, XML", "B82617, JSON", "C83615, XML", "D82001, JSON"})
    void statesWhatTheGatewayDoes(String ods, Format format) {
        Map<String, String> headers = sender.metadataHeaders(ods);
        headers.put("Accept", format.mediaType());

        HttpResponse<String> answer = sender.send("GET", "/" + ods + "/DSTU2/1/metadata", headers, null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(format.contentType());
        assertThat(answer.headers().firstValue("Transfer-Encoding")).contains("chunked");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store, no-cache");
        Conformance statement = format.parser().parseResource(Conformance.class, answer.body());
        assertThat(statement.getFhirVersion()).isEqualTo("1.0.2");
        assertThat(statement.getAcceptUnknown()).isEqualTo("both");
        assertThat(statement.getFormat()).extracting(CodeDt::getValue)
                .containsExactly("application/xml+fhir", "application/json+fhir");
        assertThat(statement.getSoftware().getName()).isEqualTo("task-gateway");
        assertThat(statement.getSoftware().getVersion()).isNotBlank();
        assertThat(statement.getProfile()).extracting(profile -> profile.getReference().getValue())
                .containsExactly(Uris.ORDER_PROFILE, Uris.BASIC_PROFILE, Uris.OUTCOME_PROFILE);
        assertThat(statement.getRestFirstRep().getMode()).isEqualTo("server");
        assertThat(statement.getRestFirstRep().getResourceFirstRep().getType()).isEqualTo("Order");
        assertThat(statement.getRestFirstRep().getResourceFirstRep().getInteraction())
                .extracting(Conformance.RestResourceInteraction::getCode).contains("create", "read");
        assertThat(new HapiValidator(Path.of("config/profiles")).errors(answer.body())).isEmpty();
    }

    @Test
    void claimsNothingThatIsTurnedOff() {
        HttpResponse<String> answer =
                sender.send("GET", "/E83001/DSTU2/1/metadata", sender.metadataHeaders("E83001"), null);

        Conformance statement = Format.JSON.parser().parseResource(Conformance.class, answer.body());
        assertThat(statement.getRestFirstRep().getResourceFirstRep().getInteraction())
                .extracting(Conformance.RestResourceInteraction::getCode).containsExactly("read", "vread");
        assertThat(new HapiValidator(Path.of("config/profiles")).errors(answer.body())).isEmpty();
    }

    @Test
    void bothEditionsOfItsInteractionIdAreGood() {
        Map<String, String> headers = sender.headers("B82617", "read:metadata", "organization/*.*");

        assertThat(sender.send("GET", "/B82617/DSTU2/metadata/", headers, null).statusCode()).isEqualTo(200);
    }

    @Test
    void isForKnownCallersAlone() {
        Refused refused = Refused.of(sender.send("GET", "/B82617/DSTU2/1/metadata", Map.of(), null));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.issues()).hasSize(4);
    }

    static Stream<Arguments> definitions() {
        return Stream.of("StructureDefinition/gpconnect-task-order-1",
                "StructureDefinition/gpconnect-task-description-basic-1",
                        "StructureDefinition/gpconnect-operationoutcome-1", "ValueSet/gpconnect-task-type-1",
                        "ValueSet/gpconnect-task-narrative-1", "ValueSet/gpconnect-error-or-warning-code-1")
                .flatMap(path -> Stream.of(Arguments.of(path, Format.JSON), Arguments.of(path, Format.XML)));
    }

    /** As it stands in its file, so that any FHIR tool can check by it what the gateway checks by it. */
    @ParameterizedTest
    @MethodSource("definitions")
    void aDefinitionIsForAnybodyToReadInBothFormats(String path, Format format) throws IOException {
        HttpResponse<String> answer =
                sender.send("GET", "/B82617/DSTU2/1/" + path + "?_format=" + format, Map.of(), null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(format.contentType());
        String file = Files.readString(Path.of("config/profiles", path.substring(path.indexOf('/') + 1) + ".xml"));
        assertThat(Format.XML.encode(format.parser().parseResource(answer.body())))
                .isEqualTo(Format.XML.encode(Format.XML.parser().parseResource(file)))
                .contains("<url value=\"http://fhir.nhs.net/" + path + "\"/>");
    }

    @Test
    void everyDefinitionIsServed() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("config/profiles"))) {
            assertThat(definitions().map(row -> ((String) row.get()[0]).replaceFirst(".*/", "") + ".xml").distinct())
                    .containsExactlyInAnyOrderElementsOf(files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"StructureDefinition/gpconnect-task-type-1", "ValueSet/..%2Fapplication", "ValueSet/.."})
    void anUnknownDefinitionIsNotFound(String path) {
        Refused refused = Refused.of(sender.send("GET", "/B82617/DSTU2/1/" + path, Map.of(), null));

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.issues()).containsExactly("NO_RECORD_FOUND");
    }
}

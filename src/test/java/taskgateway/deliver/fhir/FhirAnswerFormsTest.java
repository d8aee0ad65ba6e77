package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.FhirGateway.ODS;
import static taskgateway.testkit.Responses.kept;

import jakarta.jms.TextMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Format;
import taskgateway.testkit.Expect;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * In whatever form a FHIR provider says that it has the task, or why not, the sender learns it: media types, character
 * sets, byte order marks and codings as real servers and proxies write them.
 */
@ExtendWith(FhirGateway.Shared.class)
@Slow
class FhirAnswerFormsTest {

    private static final String PLACE = "Location: Order/f1/_history/1";
    private static final String NOTED =
            "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"information\","
            + "\"code\":\"informational\",\"diagnostics\":\"Successfully created resource\"}]}";
    private static final String REASON =
            Responses.outcome(Responses.issue("invalid", "INVALID_RESOURCE", "Le médecin n’est pas d’ici"));

    private final FhirGateway fhir;

    FhirAnswerFormsTest(FhirGateway fhir) {
        this.fhir = fhir;
    }

    static Stream<Arguments> forms() {
        return Stream.of(
                form("application/json+fhir", "\uFEFF", "UTF-8"), form(null, "\uFEFF", "UTF-8"),
                form("application/json+fhir; charset=utf-8", "\uFEFF", "UTF-8"),
                form("application/json+fhir; charset=windows-1252", "", "windows-1252"),
                form("APPLICATION/JSON; CHARSET=\"UTF-8\"", "", "UTF-8"),
                form("application/json;charset=utf-16", "\uFEFF", "UTF-16BE"),
                        form("application/json", "\uFEFF", "UTF-16LE"),
                form("application/json; charset=utf-16le", "", "UTF-16LE"),
                form("application/json; charset=no-such", "", "UTF-8"),
                form("text/json", "", "UTF-8"), form("application/fhir+json;fhirVersion=1.0", "", "UTF-8"),
                form("application/octet-stream", "", "UTF-8"), form("text/plain", "", "UTF-8"),
                        form(null, "\r\n ", "UTF-8"));
    }

    private static Arguments form(String type, String mark, String charset) {
        return Arguments.of(type, mark, charset);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aSuccessIsASuccess(String type, String mark, String charset) {
        HttpResponse<String> answer = says(201, type, body -> mark + body.replace("For your information", "Für Zoë"),
                charset);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).hasValue(fhir.root(ODS) + "/Order/f1/_history/1");
        assertThat(answer.body()).contains("Für Zoë").contains("Please review");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aRefusalKeepsItsReason(String type, String mark, String charset) {
        HttpResponse<String> answer = says(422, type, body -> mark + REASON, charset);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("INVALID_RESOURCE").contains("médecin").contains("d’ici");
    }

    @ParameterizedTest
    @CsvSource({"application/xml+fhir, UTF-8, UTF-8", "text/xml, UTF-8, UTF-8",
            "application/xml, ISO-8859-1, ISO-8859-1",
        "application/fhir+xml;charset=UTF-8, utf-16, UTF-8", "'', ISO-8859-1, ISO-8859-1",
        "application/json+fhir, UTF-8, UTF-8",
        "text/xml; charset=iso-8859-1, UTF-8, ISO-8859-1"})
    void xmlIsReadInTheCharacterSetThatItIsIn(String type, String declared, String charset) {
        String declaration = "<?xml version=\"1.0\" encoding=\"" + declared + "\"?>\n";
        HttpResponse<String> answer = says(201, type.isEmpty() ? null : type, body -> declaration + Format.XML.encode(
                Format.JSON.parser().parseResource(body)).replace("For your information", "Für Zoë"), charset);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.body()).contains("Für Zoë");
        HttpResponse<String> refusal = says(422, type.isEmpty() ? null : type, body -> declaration + Format.XML.encode(
                Format.JSON.parser().parseResource(REASON.replace('’', '-'))), charset);
        assertThat(refusal.statusCode()).as(refusal.body()).isEqualTo(422);
        assertThat(refusal.body()).contains("médecin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "deflate"})
    void aPackedAnswerIsUnpacked(String coding) {
        fhir.provider.does((request, caller) -> send(caller.getOutputStream(), 201, "application/json+fhir",
                packed(kept(request.body(), "f1"), coding), "Content-Encoding: " + coding));
        assertThat(fhir.create(ODS).statusCode()).isEqualTo(201);
        fhir.provider.does((request, caller) -> send(caller.getOutputStream(), 403, "application/json+fhir",
                packed(REASON, coding), "Content-Encoding: " + coding));
        assertThat(fhir.create(ODS).body()).contains("médecin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json+fhir", "application/xml+fhir", "text/xml", "application/json"})
    void aSuccessThatOnlySpeaksOfItselfIsAnsweredWithTheTaskSent(String type) {
        HttpResponse<String> answer = says(201, type, body -> !type.endsWith("xml") && !type.contains("xml") ? NOTED
                : Format.XML.encode(Format.JSON.parser().parseResource(NOTED)), "UTF-8");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).hasValue(fhir.root(ODS) + "/Order/f1/_history/1");
        assertThat(answer.body()).contains("\"id\":\"f1\"").contains("Please review")
                .contains(fhir.root(ODS) + "/Patient/1");
        assertThat(fhir.provider.received()).hasSize(1);
    }

    @Test
    void theTimeOfASuccessThatOnlySpeaksOfItselfIsTheProviders() {
        fhir.provider.does((request, caller) -> send(caller.getOutputStream(), 201, "application/json+fhir",
                NOTED.replace("\"information\"", "\"warning\"").getBytes(StandardCharsets.UTF_8), PLACE,
                "Last-Modified: Thu, 01 Feb 2018 10:00:00 GMT"));
        assertThat(fhir.create(ODS).headers().firstValue("Last-Modified")).hasValue("Thu, 01 Feb 2018 10:00:00 GMT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "fatal", "Information", "their-own"})
    void aSuccessThatSpeaksOfAnErrorIsAnUnknownOutcome(String severity) {
        Expect.outcomeUnknown(says(201, "application/json+fhir",
                body -> NOTED.replace("\"information\"", "\"" + severity + "\""),
                "UTF-8"));
    }

    @Test
    void aSuccessThatOnlySpeaksOfItselfAndNamesNoPlaceIsAnUnknownOutcome() {
        Expect.outcomeUnknown(fhir.answered(Responses.response(201, Responses.JSON, NOTED)));
        Expect.outcomeUnknown(fhir.answered(Responses.response(201, Responses.JSON, NOTED,
                "Location: Patient/1/_history/1")));
    }

    @ParameterizedTest
    @CsvSource({"application/json+fhir, windows-1252", "application/json+fhir;charset=utf-8, ISO-8859-1",
        "application/json;charset=us-ascii, windows-1252", "application/json;charset=us-ascii, UTF-8",
        "application/json;charset=utf-16, UTF-8", "'', windows-1252"})
    void anAnswerInAnotherCharacterSetThanItSaysIsReadAllTheSame(String type, String charset) {
        String said = type.isEmpty() ? null : type;
        HttpResponse<String> answer = says(201, said, body -> body.replace("For your", "Für"), charset);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).hasValue(fhir.root(ODS) + "/Order/f1/_history/1");
        assertThat(answer.body()).contains("Für information");
        assertThat(says(422, said, body -> REASON.replace('’', '-'), charset).body()).contains("médecin");
    }

    @Test
    void anotherTaskInBytesThatAreNoCharactersIsAnUnknownOutcome() {
        Expect.outcomeUnknown(says(201, "application/json+fhir",
                body -> body.replace("For your", "Für").replace("Patient/1", "Patient/2"), "ISO-8859-1"));
    }

    @Test
    void aSuccessInNoFormatIsAnUnknownOutcome() {
        Expect.outcomeUnknown(says(201, "application/json+fhir", body -> "Zoë's task", "ISO-8859-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Thursday, 01-Feb-18 10:00:00 GMT", "Thu Feb  1 10:00:00 2018"})
    void theTimeOfASuccessIsReadInEveryFormOfHttp(String time) {
        assertThat(noted(time).headers().firstValue("Last-Modified")).hasValue("Thu, 01 Feb 2018 10:00:00 GMT");
    }

    @Test
    void aSuccessIsASuccessWhateverItSaysOfItsTime() {
        for (String time : List.of("", "yesterday", "x".repeat(100), "Thu, 99 Feb 2018 10:00:00 GMT")) {
            assertThat(noted(time).statusCode()).as(time).isEqualTo(201);
        }
    }

    private HttpResponse<String> noted(String time) {
        fhir.provider.does((request, caller) -> send(caller.getOutputStream(), 201, "application/json+fhir",
                NOTED.getBytes(StandardCharsets.UTF_8), PLACE, "Last-Modified: " + time));
        return fhir.create(ODS);
    }

    @Test
    void aMessageIsToldTheReasonAndNotPutOff() throws Exception {
        fhir.provider.does((request, caller) -> send(caller.getOutputStream(), 422, "application/json",
                ("\uFEFF" + REASON).getBytes(StandardCharsets.UTF_8)));
        try (JmsClient client = new JmsClient(fhir.gateway)) {
            TextMessage reply = client.ask(client.text(Sender.json(), Map.of("ProviderOdsCode", ODS)));
            assertThat(reply.getIntProperty("HttpStatus")).isEqualTo(422);
            assertThat(reply.getText()).contains("médecin");
        }
        assertThat(fhir.provider.received()).hasSize(1);
    }

    private HttpResponse<String> says(int status, String type, UnaryOperator<String> body, String charset) {
        fhir.provider.does((request, caller) -> send(caller.getOutputStream(), status, type,
                body.apply(kept(request.body(), "f1")).getBytes(Charset.forName(charset)), PLACE));
        return fhir.create(ODS);
    }

    private static void send(OutputStream out, int status, String type, byte[] body,
            String... headers) throws IOException {
        String lines = Arrays.stream(headers).map(header -> header + "\r\n").collect(Collectors.joining());
        out.write(("HTTP/1.1 " + status + " X\r\n" + (type == null ? "" : "Content-Type: " + type + "\r\n") + lines
                + "Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(body);
    }

    private static byte[] packed(String text, String coding) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = coding.equals("deflate") ? new DeflaterOutputStream(packed)
                : new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}

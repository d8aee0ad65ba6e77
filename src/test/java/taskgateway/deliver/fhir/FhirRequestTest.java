package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.FhirGateway.ODS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.testkit.FakeProvider;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** What a FHIR provider receives. */
@ExtendWith(FhirGateway.Shared.class)
@Slow
class FhirRequestTest {

    private final FhirGateway fhir;

    FhirRequestTest(FhirGateway fhir) {
        this.fhir = fhir;
    }

    @BeforeEach
    void accepts() {
        fhir.provider.does((request, caller) -> caller.getOutputStream()
                .write(Responses.created(request, "1").getBytes()));
    }

    @Test
    void carriesTheSendersOwnHeaders() {
        Map<String, String> headers = fhir.sender.createHeaders(ODS);
        headers.put("Ssp-TraceID", headers.get("Ssp-TraceID").toUpperCase());
        headers.put("Ssp-InteractionID", "urn:nhs:names:services:gpconnect:fhir:rest:create:order");
        assertThat(fhir.sender.create(ODS, headers, Sender.json()).statusCode()).isEqualTo(201);

        FakeProvider.Received received = only();
        assertThat(received.line()).isEqualTo("POST /fhir/Order HTTP/1.1");
        for (String name : new String[] {"Ssp-TraceID", "Ssp-From", "Ssp-To", "Ssp-InteractionID", "Authorization"}) {
            assertThat(received.all(name)).containsExactly(headers.get(name));
        }
        assertThat(received.all("Prefer")).containsExactly("return=representation");
        assertThat(received.all("Content-Type")).containsExactly("application/json+fhir; charset=UTF-8");
        assertThat(received.all("Accept")).containsExactly("application/json+fhir");
    }

    @Test
    void carriesNoOtherHeaderOfTheSender() {
        assertThat(fhir.create(ODS, "Cookie: a=b", "X-Custom: secret", "X-Forwarded-For: 10.0.0.1",
                "Forwarded: for=10.0.0.1", "TE: trailers", "Keep-Alive: timeout=9", "Proxy-Authorization: Basic eA==",
                "If-None-Match: W/\"1\"",
                "Prefer: return=minimal", "Accept: application/xml+fhir", "CamelHttpUri: http://evil.example/",
                "User-Agent: theirs/1").statusCode()).isEqualTo(201);

        assertThat(only().names())
                .containsExactlyInAnyOrder("host", "user-agent", "accept-encoding", "accept", "content-type",
                "content-length", "authorization", "prefer", "ssp-traceid", "ssp-from", "ssp-to", "ssp-interactionid",
                "connection");
        assertThat(only().head()).doesNotContain("secret").doesNotContain("theirs/1").contains("return=representation")
                .doesNotContain("return=minimal").contains("Accept: application/json+fhir");
    }

    @Test
    void holdsTheTaskMendedAndWithoutAnId() throws Exception {
        Map<String, String> headers = fhir.sender.createHeaders(ODS);
        String absolute = Sender.json().replace("\"Patient/1\"", "\"" + fhir.root(ODS) + "/Patient/1\"");
        assertThat(fhir.sender.create(ODS, headers, absolute).statusCode()).isEqualTo(201);

        JsonNode order = new ObjectMapper().readTree(only().body());
        assertThat(order.has("id")).isFalse();
        assertThat(order.at("/meta").has("versionId")).isFalse();
        assertThat(order.at("/meta/profile/0").asText())
                .isEqualTo("http://fhir.nhs.net/StructureDefinition/gpconnect-task-order-1");
        assertThat(order.at("/identifier")).hasSize(1);
        assertThat(order.at("/identifier/0/value").asText()).isEqualTo("200000000359." + headers.get("Ssp-TraceID"));
        assertThat(order.at("/subject/reference").asText()).isEqualTo("Patient/1");
        assertThat(order.at("/target/reference").asText()).isEqualTo("Organization/2");
        assertThat(order.at("/contained/0/text/status").asText()).isEqualTo("generated");
        assertThat(order.at("/contained/0/text/div").asText())
                .startsWith("<div xmlns=\"http://www.w3.org/1999/xhtml\">");
        assertThat(order.at("/detail/0/reference").asText()).isEqualTo("#" + order.at("/contained/0/id").asText());
    }

    @Test
    void isTheSameForATaskInXml() throws Exception {
        fhir.create(ODS);
        JsonNode json = new ObjectMapper().readTree(only().body());
        fhir.provider.received().clear();
        Map<String, String> headers = fhir.sender.createHeaders(ODS);
        headers.put("Content-Type", "application/xml+fhir");
        assertThat(fhir.sender.create(ODS, headers, Sender.xml()).statusCode()).isEqualTo(201);

        JsonNode xml = new ObjectMapper().readTree(only().body());
        assertThat(xml.get("contained")).isEqualTo(json.get("contained"));
        assertThat(xml.get("subject")).isEqualTo(json.get("subject"));
    }

    @Test
    void keepsTheSlashesOfAProviderBehindAProxy() {
        assertThat(fhir.create(FhirGateway.PROXIED).statusCode()).isEqualTo(201);
        assertThat(only().line()).isEqualTo("POST /https://provider.example/P81001/DSTU2/1/Order HTTP/1.1");
    }

    @Test
    void addsNoSlashToAnAddressThatEndsInOne() {
        fhir.other.does((request, caller) -> caller.getOutputStream()
                .write(Responses.created(request, "1").getBytes()));
        assertThat(fhir.create(FhirGateway.OTHER).statusCode()).isEqualTo(201);
        assertThat(fhir.other.received()).singleElement().extracting(FakeProvider.Received::line)
                .isEqualTo("POST /fhir/Order HTTP/1.1");
    }

    private FakeProvider.Received only() {
        assertThat(fhir.provider.received()).hasSize(1);
        return fhir.provider.received().get(0);
    }
}

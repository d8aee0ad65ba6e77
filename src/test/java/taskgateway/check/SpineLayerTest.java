package taskgateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/** The Ssp headers (specification, section 3, and layer 4 of section 6). */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class SpineLayerTest {

    private static final String URN = "urn:nhs:names:services:gpconnect:fhir:rest:";

    private final RunningGateway gateway;
    private final Sender sender;

    SpineLayerTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ssp-TraceID", "Ssp-From", "Ssp-To", "Ssp-InteractionID"})
    void eachMustBeThereOnceAndNotEmpty(String name) {
        Map<String, String> headers = sender.createHeaders("B82617");
        String good = headers.put(name, "");
        assertRefused(create(headers, ""), name);
        headers.remove(name);
        assertRefused(create(headers, ""), name);
        assertRefused(create(headers, name + ": " + good + "\r\n" + name + ": " + good), name);
        assertRefused(create(headers, name + ": " + good + "\r\n" + name.toLowerCase(Locale.ROOT) + ": x"), name);
        assertThat(create(headers, name.toUpperCase(Locale.ROOT) + ":  " + good + " ").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "Ssp-TraceID,        629ea9ba-a077-4d99-b289-7a9b19fd4e0",
        "Ssp-TraceID,        629ea9baa0774d99b2897a9b19fd4e03",
        "Ssp-TraceID,        {629ea9ba-a077-4d99-b289-7a9b19fd4e03}",
        "Ssp-TraceID,        '<script>alert(1)</script>'",
        "Ssp-TraceID,        gggggggg-a077-4d99-b289-7a9b19fd4e03",
        "Ssp-From,           2000000003x9",
        "Ssp-From,           '200000000359, 200000000359'",
        "Ssp-From,           ２０００００００0359",
        "Ssp-To,             918999198993",
        "Ssp-To,             918999198995",
        "Ssp-To,             1",
        "Ssp-InteractionID,  urn:nhs:names:services:gpconnect:fhir:rest:read:metadata",
        "Ssp-InteractionID,  urn:nhs:names:services:gpconnect:fhir:rest:read:order-1",
        "Ssp-InteractionID,  urn:nhs:names:services:gpconnect:fhir:rest:CREATE:order",
        "Ssp-InteractionID,  urn:nhs:names:services:gpconnect:fhir:rest:create:order-2",
        "Ssp-InteractionID,  urn:nhs:names:services:gpconnect:fhir:operation:gpc.getcarerecord",
    })
    void eachMustFitTheRequest(String name, String value) {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put(name, value);

        assertRefused(create(headers, ""), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"create:order", "create:order-1"})
    void bothEditionsOfTheInteractionIdAreGood(String interaction) {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("Ssp-InteractionID", URN + interaction);

        assertThat(create(headers, "").status()).isEqualTo(201);
    }

    @Test
    void parametersOfTheUrlAreNoHeaders() {
        Map<String, String> headers = sender.createHeaders("B82617");
        String query = "?Ssp-From=" + headers.remove("Ssp-From") + "&Ssp-To=" + headers.remove("Ssp-To");

        Refused refused = Refused.of(sender.send("POST", "/B82617/DSTU2/1/Order" + query, headers, Sender.json()));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.diagnostics()).contains("Ssp-From is missing", "Ssp-To is missing");
        headers = sender.createHeaders("B82617");
        query = "?Ssp-From=1&Authorization=x&Content-Type=text/html&Ssp-TraceID=1";
        assertThat(sender.send("POST", "/B82617/DSTU2/1/Order" + query, headers, Sender.json()).statusCode())
                .isEqualTo(201);
    }

    @Test
    void anUnknownSenderIsForbiddenAsTheProxyForbids() {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("Ssp-From", "999999999999");

        Refused refused = Refused.of(create(headers, ""));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.issues()).containsExactly("forbidden");
        assertThat(refused.outcome().getIssueFirstRep().getDetails().isEmpty()).isTrue();
    }

    @Test
    void severalFaultsAreToldTogetherInOneStyle() {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("Ssp-From", "999999999999");
        headers.put("Ssp-To", "");
        headers.remove("Ssp-InteractionID");

        Refused refused = Refused.of(create(headers, ""));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.issues()).containsExactly("BAD_REQUEST", "BAD_REQUEST", "BAD_REQUEST");
        assertThat(refused.diagnostics())
                .contains("Ssp-From is not known", "Ssp-To is wrong", "Ssp-InteractionID is missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 400, 404, 415})
    void theTraceIdIsEchoedOnEveryAnswer(int status) {
        String trace = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("Ssp-TraceID", trace);
        headers.computeIfPresent(status == 400 ? "Ssp-To" : "-", (name, good) -> "");
        headers.computeIfPresent(status == 415 ? "Content-Type" : "-", (name, good) -> "text/html");

        Wire.WireAnswer answer = create(status == 404 ? "X99999" : "B82617", headers, "");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Ssp-TraceID")).isEqualTo(trace);
    }

    private static void assertRefused(Wire.WireAnswer answer, String name) {
        Refused refused = Refused.of(answer);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.issues()).containsExactly("BAD_REQUEST");
        assertThat(refused.diagnostics()).contains(name);
    }

    private Wire.WireAnswer create(Map<String, String> headers, String more) {
        return create("B82617", headers, more);
    }

    private Wire.WireAnswer create(String ods, Map<String, String> headers, String more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Host", "x");
        String line = "POST /" + ods + "/DSTU2/1/Order HTTP/1.1";
        return Wire.exchange(gateway, Wire.request(more.isEmpty() ? line : line + "\r\n" + more, all, Sender.json()));
    }
}

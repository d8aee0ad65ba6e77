package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.FhirGateway.ODS;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** Whichever form of a FHIR provider's service root a sender uses, the answer names that one. */
@ExtendWith(FhirGateway.Shared.class)
@Slow
class FhirAddressTest {

    private static final String ROOT = "/" + ODS + "/DSTU2/1";

    private final FhirGateway fhir;

    FhirAddressTest(FhirGateway fhir) {
        this.fhir = fhir;
    }

    @BeforeEach
    void accepts() {
        fhir.provider.does((request, caller) -> {
            String reply = request.line().startsWith("GET")
                    ? Responses.response(200, Responses.JSON, Responses.kept(Sender.json(), "7"))
                    : Responses.created(request, "7");
            // The provider names what it knows by its own root, relatively, and by the root that the public uses.
            String body = reply.substring(reply.indexOf("\r\n\r\n") + 4)
                    .replace("\"Patient/1\"", "\"" + fhir.provider.address() + "/fhir/Patient/1\"")
                    .replace("\"Organization/1\"", "\"" + fhir.root(ODS) + "/Organization/1\"");
            int status = request.line().startsWith("GET") ? 200 : 201;
            caller.getOutputStream().write(Responses.response(status, Responses.JSON, body).getBytes());
        });
    }

    @Test
    void theServiceRootItself() {
        expect(ROOT, fhir.gateway.base() + ROOT);
    }

    @Test
    void withoutItsMajorVersion() {
        expect("/" + ODS + "/DSTU2", fhir.gateway.base() + "/" + ODS + "/DSTU2");
    }

    @Test
    void behindAForwardProxysUrl() {
        expect("/" + fhir.gateway.base() + ROOT, fhir.gateway.base() + ROOT);
    }

    @Test
    void byAnotherNameOfTheGateway() {
        String localhost = fhir.gateway.base().replace("127.0.0.1", "localhost");
        Sender byName = Sender.to(fhir.gateway, localhost);
        expect(byName, ROOT, localhost + ROOT);
    }

    private void expect(String path, String root) {
        expect(fhir.sender, path, root);
    }

    private void expect(Sender sender, String path, String root) {
        HttpResponse<String> created = sender.send("POST", path + "/Order", sender.createHeaders(ODS), Sender.json());
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().allValues("Location")).containsExactly(root + "/Order/7/_history/1");
        expectNamed(created, root);

        HttpResponse<String> read = sender.send("GET", path + "/Order/7", sender.readHeaders(ODS), null);
        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        expectNamed(read, root);
    }

    private void expectNamed(HttpResponse<String> answer, String root) {
        assertThat(answer.headers().allValues("Content-Location")).containsExactly(root + "/Order/7/_history/1");
        for (String name : List.of("/Patient/1", "/Organization/1", "/Organization/2")) {
            assertThat(answer.body()).contains("\"" + root + name + "\"");
        }
        assertThat(answer.body()).doesNotContain(fhir.provider.address());
    }
}

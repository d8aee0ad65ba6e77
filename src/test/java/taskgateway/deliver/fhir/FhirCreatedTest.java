package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.FhirGateway.ODS;
import static taskgateway.testkit.Responses.JSON;
import static taskgateway.testkit.Responses.XML;
import static taskgateway.testkit.Responses.kept;
import static taskgateway.testkit.Responses.response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Format;
import taskgateway.testkit.FakeProvider;
import taskgateway.testkit.FhirGateway;
import taskgateway.testkit.Responses;
import taskgateway.testkit.Slow;

/** A FHIR provider says 201, and the sender gets the Order under the service root that it used. */
@ExtendWith(FhirGateway.Shared.class)
@Slow
class FhirCreatedTest {

    private final FhirGateway fhir;

    FhirCreatedTest(FhirGateway fhir) {
        this.fhir = fhir;
    }

    @Test
    void relaysTheProvidersOrder() throws Exception {
        HttpResponse<String> answer = answered(request -> Responses.created(request, "abc"));

        expect(answer, "abc", "1");
        assertThat(answer.headers().firstValue("ETag")).hasValue("W/\"1\"");
        assertThat(answer.headers().firstValue("Last-Modified")).hasValue("Thu, 01 Feb 2018 10:00:00 GMT");
        JsonNode order = new ObjectMapper().readTree(answer.body());
        assertThat(order.at("/meta/lastUpdated").asText()).startsWith("2018-02-01T10:00:00");
        assertThat(order.at("/identifier")).hasSize(1);
        assertThat(order.at("/detail/0/reference").asText()).isEqualTo("#" + order.at("/contained/0/id").asText());
        assertThat(fhir.provider.received()).hasSize(1);
    }

    @Test
    void relaysAnOrderInXml() throws Exception {
        expect(answered(request -> response(201, XML, Format.XML.encode(
                Format.JSON.parser().parseResource(kept(request.body(), "x1"))))), "x1", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json+fhir", "Application/JSON+FHIR; Charset=utf-8", "application/fhir+json",
        "application/fhir+json;charset=UTF-8;fhirVersion=1.0"})
    void readsEveryNameOfFhirsMediaType(String type) throws Exception {
        expect(answered(request -> response(201, type, kept(request.body(), "t1"))), "t1", "1");
    }

    @ParameterizedTest
    @CsvSource({
        "Order/7,                                                        7, 1",
        "Order/7/_history/3,                                             7, 3",
        "/fhir/Order/7/_history/3,                                       7, 3",
        "http://127.0.0.1:1/fhir/Order/7/_history/3,                     7, 3",
        "https://provider.example/anything/Order/7/_history/a.b-c,       7, a.b-c"})
    void answersWithTheTaskSentWhereTheProviderOnlyNamesItsPlace(String location, String id, String version)
    throws Exception {
        HttpResponse<String> answer = fhir.answered(Responses.created(location));
        expect(answer, id, version);
        assertThat(answer.body()).contains("Please review").contains("\"lastUpdated\"").contains("200000000359.");
        assertThat(fhir.provider.received()).hasSize(1);
    }

    @Test
    void takesTheIdFromTheBodyWhereThereIsNoLocation() throws Exception {
        expect(answered(request -> response(201, JSON, kept(request.body(), "b1"))), "b1", "1");
    }

    @Test
    void takesTheVersionFromLocationOrTagWhereTheBodyHasNone() throws Exception {
        Function<FakeProvider.Received, String> unversioned =
                request -> kept(request.body(), "v1").replace("\"versionId\":\"1\",", "");
        expect(answered(request -> response(201, JSON, unversioned.apply(request), "Location: Order/v1/_history/4")),
                "v1", "4");
        expect(answered(request -> response(201, JSON, unversioned.apply(request), "ETag: W/\"5\"")), "v1", "5");
        expect(answered(request -> response(201, JSON, unversioned.apply(request))), "v1", "1");
    }

    @Test
    void neverFetchesWhatALocationNames() throws Exception {
        fhir.other.says(response(200, JSON, "{}"));
        String elsewhere = fhir.other.address() + "/fhir/Order/9/_history/1";
        expect(answered(request -> response(201, null, "", "Location: " + elsewhere, "Content-Location: " + elsewhere)),
                "9", "1");
        assertThat(fhir.other.received()).isEmpty();
        assertThat(fhir.provider.received()).hasSize(1);
    }

    @Test
    void translatesReferencesUnderTheProvidersRootsAndLeavesForeignOnes() {
        HttpResponse<String> answer = answered(request -> response(201, JSON, kept(request.body(), "r1")
                .replace("\"Patient/1\"", "\"" + fhir.provider.address() + "/fhir/Patient/1\"")
                .replace("\"Organization/1\"", "\"" + fhir.root(ODS) + "/Organization/1\"")
                .replace("\"Organization/2\"", "\"https://elsewhere.example/fhir/Organization/2\"")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.body()).contains("\"" + fhir.root(ODS) + "/Patient/1\"")
                .contains("\"" + fhir.root(ODS) + "/Organization/1\"")
                .contains("\"https://elsewhere.example/fhir/Organization/2\"")
                .doesNotContain(fhir.provider.address() + "/");
    }

    private HttpResponse<String> answered(Function<FakeProvider.Received, String> response) {
        return fhir.answered((request, caller) ->
                caller.getOutputStream().write(response.apply(request).getBytes(StandardCharsets.UTF_8)));
    }

    private void expect(HttpResponse<String> answer, String id, String version) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        String place = fhir.root(ODS) + "/Order/" + id + "/_history/" + version;
        assertThat(answer.headers().allValues("Location")).containsExactly(place);
        assertThat(answer.headers().allValues("Content-Location")).containsExactly(place);
        JsonNode order = new ObjectMapper().readTree(answer.body());
        assertThat(order.at("/id").asText()).isEqualTo(id);
        assertThat(order.at("/meta/versionId").asText()).isEqualTo(version);
        assertThat(order.at("/subject/reference").asText()).isEqualTo(fhir.root(ODS) + "/Patient/1");
    }
}

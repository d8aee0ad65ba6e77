package taskgateway.deliver.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.dstu2.composite.IdentifierDt;
import ca.uhn.fhir.model.dstu2.resource.Basic;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.model.primitive.IdDt;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Format;
import taskgateway.fhir.Uris;
import taskgateway.profile.HapiValidator;
import taskgateway.profile.Profiles;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** The task that a good create is answered with (specification, section 7). */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class CreatedOrderTest {

    private static final Path PROFILES = Path.of("config/profiles");

    private final RunningGateway gateway;
    private final Sender sender;

    CreatedOrderTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    @ParameterizedTest
    @CsvSource({"A20047, JSON", "A20047, XML", "B82617, JSON", "B82617, XML", "C83615, JSON", "C83615, XML"})
    void followsBothProfiles(String ods, Format format) {
        HttpResponse<String> answer = create(ods, format);
        Order order = order(answer, format);

        assertThat(Profiles.load(PROFILES).check(order, Uris.ORDER_PROFILE)).isEmpty();
        assertThat(ResourceMetadataKeyEnum.PROFILES.get(order)).extracting(IdDt::getValue)
                .containsExactly(Uris.ORDER_PROFILE);
        // HAPI's validator forbids a contained resource a narrative (dom-1), which this profile asks for (section 5).
        assertThat(new HapiValidator(PROFILES).errors(answer.body())).allMatch(error -> error.contains("dom-1"));
    }

    @ParameterizedTest
    @CsvSource({"A20047, JSON", "B82617, XML", "C83615, JSON"})
    void hasIdVersionAndTime(String ods, Format format) {
        Instant before = Instant.now().minusMillis(1);
        HttpResponse<String> answer = create(ods, format);
        Order order = order(answer, format);

        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .isEqualTo(gateway.base() + "/" + ods + "/DSTU2/1/Order/" + order.getId().getIdPart() + "/_history/1");
        assertThat(order.getId().getVersionIdPart()).isEqualTo("1");
        assertThat(ResourceMetadataKeyEnum.UPDATED.get(order).getValue().toInstant()).isBetween(before, Instant.now());
    }

    @ParameterizedTest
    @CsvSource({"A20047, JSON", "B82617, XML", "C83615, JSON"})
    void hasUrlsUnderTheProvidersBase(String ods, Format format) {
        Order order = order(create(ods, format), format);
        String root = gateway.base() + "/" + ods + "/DSTU2/1/";

        assertThat(order.getSubject().getReference().getValue()).isEqualTo(root + "Patient/1");
        assertThat(order.getSource().getReference().getValue()).isEqualTo(root + "Organization/1");
        assertThat(order.getTarget().getReference().getValue()).isEqualTo(root + "Organization/2");
        Basic basic = (Basic) order.getContained().getContainedResources().get(0);
        assertThat(order.getDetail().get(0).getReference().getValue()).isEqualTo("#" + basic.getId().getIdPart());
    }

    @ParameterizedTest
    @CsvSource({"A20047, JSON", "B82617, XML", "B82617, JSON"})
    void hasItsNarrativeMended(String ods, Format format) {
        Order order = order(create(ods, format), format);
        Basic basic = (Basic) order.getContained().getContainedResources().get(0);

        assertThat(basic.getText().getStatus().getValue()).isEqualTo("generated");
        assertThat(basic.getText().getDiv().getValueAsString())
                .isEqualTo("<div xmlns=\"http://www.w3.org/1999/xhtml\">Please review the patient's medications at the"
                + " next available opportunity.</div>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617", "C83615"})
    void getsAnIdentifierMadeOfSenderAndTrace(String ods) {
        Map<String, String> headers = sender.createHeaders(ods);
        Order order = order(sender.create(ods, headers, Sender.json()), Format.JSON);

        assertThat(order.getIdentifier()).singleElement()
                .extracting(IdentifierDt::getSystem, IdentifierDt::getValue)
                .containsExactly("urn:taskgateway:task", "200000000359." + headers.get("Ssp-TraceID"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617", "C83615"})
    void keepsTheSendersIdentifier(String ods) {
        String task = Sender.json().replace("\"date\":", "\"identifier\": [{\"value\": \"T-1\"}], \"date\":");
        Order order = order(sender.create(ods, sender.createHeaders(ods), task), Format.JSON);

        assertThat(order.getIdentifier()).singleElement().extracting(IdentifierDt::getValue).isEqualTo("T-1");
    }

    @Test
    void keepsWhatTheSenderAddedWithinTheRules() {
        String task = Sender.json()
                .replace("\"date\":", "\"extension\": [{\"url\": \"urn:x\", \"valueString\": \"é€😀\"}], \"date\":");
        HttpResponse<String> answer = sender.create("B82617", sender.createHeaders("B82617"), task);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(order(answer, Format.JSON).getUndeclaredExtensionsByUrl("urn:x"))
                .extracting(extension -> extension.getValueAsPrimitive().getValueAsString()).containsExactly("é€😀");
    }

    private HttpResponse<String> create(String ods, Format format) {
        Map<String, String> headers = sender.createHeaders(ods);
        headers.put("Content-Type", format.mediaType());
        return sender.create(ods, headers, format == Format.JSON ? Sender.json() : Sender.xml());
    }

    private static Order order(HttpResponse<String> answer, Format format) {
        assertThat(answer.statusCode()).isEqualTo(201);
        return format.parser().parseResource(Order.class, answer.body());
    }
}

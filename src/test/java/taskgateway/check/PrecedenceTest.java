package taskgateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;
import taskgateway.token.TokenOverHttpTest;

/**
 * Which fault wins: a request with a fault in every layer, mended layer by layer, is each time refused for the first
 * one left, and for nothing of a later one (specification, section 6).
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class PrecedenceTest {

    /** The layers in their order, each with the status and codes of the fault made in it. */
    enum LayerFault {
        TRANSPORT(400, "BAD_REQUEST"),
        ADDRESS(404, "ORGANISATION_NOT_FOUND"),
        MEDIA_TYPE(415, "BAD_REQUEST"),
        SPINE(403, "forbidden"),
        TOKEN(422, "INVALID_RESOURCE"),
        WELL_FORMED(400, "BAD_REQUEST"),
        PROFILE(422, "INVALID_RESOURCE"),
        REFERENCE(422, "REFERENCE_NOT_FOUND"),
        BUSINESS(403, "NON_AUTHORITATIVE");

        private final int status;
        private final String code;

        LayerFault(int status, String code) {
            this.status = status;
            this.code = code;
        }
    }

    private final RunningGateway gateway;
    private final Sender sender;

    PrecedenceTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    @ParameterizedTest
    @EnumSource
    void theFirstLayerWithAFaultAnswers(LayerFault first) {
        Refused refused = Refused.of(send(first.ordinal()));

        assertThat(refused.status()).isEqualTo(first.status);
        assertThat(refused.issues()).containsExactly(first.code);
    }

    @Test
    void withoutFaultsTheTaskIsTaken() {
        assertThat(send(LayerFault.values().length).status()).isEqualTo(201);
    }

    /** A create with a fault in this layer and every later one. */
    private Wire.WireAnswer send(int from) {
        Map<String, String> headers = sender.createHeaders("B82617");
        if (from <= LayerFault.MEDIA_TYPE.ordinal()) {
            headers.put("Accept", "text/html");
        }
        if (from <= LayerFault.SPINE.ordinal()) {
            headers.put("Ssp-From", "999999999999");
        }
        if (from <= LayerFault.TOKEN.ordinal()) {
            headers.computeIfPresent("Authorization",
                    (name, good) -> "Bearer " + TokenOverHttpTest.spoilt(good.substring(7),
                    claims -> claims.putObject("requesting_device").put("resourceType", "Order")));
        }
        headers.put("Host", "x");
        String ods = from <= LayerFault.ADDRESS.ordinal() ? "X99999" : "B82617";
        String version = from <= LayerFault.TRANSPORT.ordinal() ? "9.9" : "1.1";
        return Wire.exchange(gateway,
                Wire.request("POST /" + ods + "/DSTU2/1/Order HTTP/" + version, headers, body(from)));
    }

    private static String body(int from) {
        String body = Sender.json();
        if (from <= LayerFault.BUSINESS.ordinal()) {
            body = body.replace("Organization/2", "Organization/3");
        }
        if (from <= LayerFault.REFERENCE.ordinal()) {
            body = body.replace("Patient/1", "Patient/99");
        }
        if (from <= LayerFault.PROFILE.ordinal()) {
            body = body.replace("\"code\": \"1\"", "\"code\": \"9\"");
        }
        return from <= LayerFault.WELL_FORMED.ordinal() ? body + "}" : body;
    }
}

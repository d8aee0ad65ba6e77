package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.Settings;
import taskgateway.testkit.RunningGateway;

/** Without TLS the FHIR port stays on this machine, and settings of TLS are whole or refused. */
class PlainHttpTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void isForThisMachine(String host) throws Exception {
        // Past this check an address that cannot be bound, as ::1 on a machine without IPv6, is refused as such.
        try {
            assertThat(read(Map.of("gateway.http.host", host)).tls().server()).isFalse();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("cannot be used");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void isNotForTheNetwork(String host) {
        assertThatThrownBy(() -> read(Map.of("gateway.http.host", host)))
                .hasMessageStartingWith(
                        "setting gateway.http.host (environment variable GATEWAY_HTTP_HOST) is an address on the"
                        + " network")
                .hasMessageContaining("gateway.tls.certificate")
                .hasMessageContaining("gateway.tls.plain-http-on-network=true");
    }

    /** 192.0.2.1 is nobody's (RFC 5737), so the next check refuses it. */
    @Test
    void isForTheNetworkWhereASettingSaysSo() {
        assertThatThrownBy(() ->
                read(Map.of("gateway.http.host", "192.0.2.1", "gateway.tls.plain-http-on-network", "true")))
                .hasMessageContaining("cannot be used: 192.0.2.1");
    }

    @Test
    void isNothingForAHostThatIsNotKnown() {
        assertThatThrownBy(() -> read(Map.of("gateway.http.host", "gateway.invalid")))
                .hasMessageContaining("gateway.http.host").hasMessageContaining("is not known");
    }

    @Test
    void settingsOfTlsGoTogether() {
        assertThatThrownBy(() -> read(Map.of("gateway.tls.certificate", "a")))
                .hasMessage("setting gateway.tls.certificate (environment variable GATEWAY_TLS_CERTIFICATE) is set"
                + " alone: certificate and key go together, so set gateway.tls.key, too, or neither");
        assertThatThrownBy(() -> read(Map.of("gateway.tls.out.key", "a")))
                .hasMessageContaining("GATEWAY_TLS_OUT_KEY) is set alone");
        assertThatThrownBy(() -> read(Map.of("gateway.tls.crl", "a"))).hasMessageContaining("GATEWAY_TLS_CRL) is set");
        assertThatThrownBy(() -> read(Map.of("gateway.tls.certificate", "a", "gateway.tls.key", "b")))
                .hasMessageContaining("GATEWAY_TLS_CA) is empty");
        assertThatThrownBy(() -> read(Map.of("gateway.tls.ca", "c")))
                .hasMessageContaining("GATEWAY_TLS_CA) is set, but without gateway.tls.certificate")
                .hasMessageContaining("gateway.tls.out.ca");
        assertThatThrownBy(() -> read(Map.of("gateway.tls.callers", "ssp.example")))
                .hasMessageContaining("GATEWAY_TLS_CALLERS) is set, but without gateway.tls.certificate");
        assertThatThrownBy(() ->
                read(Map.of("gateway.tls.certificate", "a", "gateway.tls.key", "b", "gateway.tls.ca", "c",
                "gateway.tls.callers", "ssp.example, https://ssp.example")))
                        .hasMessageContaining("holds https://ssp.example");
        assertThatThrownBy(() ->
                read(Map.of("gateway.tls.certificate", "a", "gateway.tls.key", "b", "gateway.tls.ca", "c")))
                .hasMessageContaining("gateway.base").hasMessageContaining("must begin with https:");
        assertThatThrownBy(() -> read(Map.of("gateway.deliver.ssp", "ssp.example")))
                .hasMessageContaining("gateway.deliver.ssp").hasMessageContaining("base URL");
    }

    private static Settings read(Map<String, String> other) throws Exception {
        Properties properties = new Properties();
        for (String port : new String[] {"gateway.http.port", "gateway.management.port", "simulator.port"}) {
            properties.setProperty(port, RunningGateway.freePort());
        }
        properties.putAll(other);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setLocation("file:config/application.properties");
            context.getPropertiesComponent().setOverrideProperties(properties);
            return Settings.of(context);
        }
    }
}

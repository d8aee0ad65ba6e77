package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.Runtime.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/**
 * What SECURITY.md says of the dependencies: which are not there, how old none of them is, which parts of them are not
 * used.
 */
class DependenciesTest {

    /**
     * Consoles, remote management, transports and script languages, by which brokers and integration servers were taken
     * over.
     */
    @ParameterizedTest
    @ValueSource(strings = {"org.jolokia.http.AgentServlet", "org.jolokia.server.core.http.AgentServlet",
            "org.jolokia.jvmagent.JvmAgent", "org.apache.activemq.web.MessageServlet",
        "org.apache.activemq.console.Main", "org.apache.activemq.xbean.XBeanBrokerFactory",
        "org.apache.activemq.transport.http.HttpTransport",
        "org.apache.activemq.transport.discovery.http.HTTPDiscoveryAgent",
        "org.apache.activemq.transport.mqtt.MQTTTransportFilter", "org.eclipse.jetty.server.Server",
        "org.apache.camel.component.exec.ExecComponent",
        "org.apache.camel.language.groovy.GroovyLanguage", "groovy.lang.GroovyShell",
        "org.apache.camel.component.jetty.JettyHttpComponent", "org.apache.logging.log4j.core.Logger",
        "org.codehaus.janino.ScriptEvaluator"})
    void isNotThere(String type) {
        assertThat(getClass().getClassLoader().getResource(type.replace('.', '/') + ".class")).isNull();
    }

    /** The first version without the advisories that SECURITY.md calls closed by it. */
    @ParameterizedTest
    @CsvSource({"io.netty.handler.codec.http.HttpObjectDecoder, 4.1.137", "io.vertx.core.Vertx, 4.5.27",
            "io.vertx.ext.web.Router, 4.5.27", "org.springframework.jms.core.JmsTemplate, 6.2.19",
        "org.springframework.core.SpringVersion, 6.2.19", "org.apache.hc.client5.http.classic.HttpClient, 5.6.3",
        "org.apache.hc.core5.http.HttpEntity, 5.4.3", "com.fasterxml.jackson.core.JsonParser, 2.22.1",
        "ch.qos.logback.core.Appender, 1.5.25", "org.apache.activemq.broker.BrokerService, 6.3.1",
        "org.apache.activemq.ActiveMQConnection, 6.3.1",
        "org.apache.activemq.transport.stomp.StompTransportFilter, 6.3.1",
        "org.apache.activemq.transport.amqp.AmqpTransportFilter, 6.3.1", "org.h2.Driver, 2.2.220",
        "org.yaml.snakeyaml.Yaml, 2.0",
        "org.apache.commons.lang3.StringUtils, 3.18", "org.apache.commons.io.IOUtils, 2.14"})
    void isNotOlder(String type, String least) throws ClassNotFoundException {
        String jar = Class.forName(type).getProtectionDomain().getCodeSource().getLocation().getPath();
        Matcher version = Pattern.compile("-(\\d+(?:\\.\\d+)+)[^/]*\\.jar$").matcher(jar);
        assertThat(version.find()).as(jar).isTrue();
        assertThat(Version.parse(version.group(1).replaceAll("(\\.0)+$",
                ""))).isGreaterThanOrEqualTo(Version.parse(least.replaceAll("(\\.0)+$", "")));
    }

    /** Nothing that a sender chooses is a component, an endpoint or an expression. */
    @Test
    void routesUseFewComponentsAndNoLanguageButSimple() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                JsonNode routes = new YAMLMapper().readTree(file.toFile());
                assertThat(routes.findValuesAsText("uri")).as(file.toString())
                        .allMatch(uri -> uri.matches(
                                "(direct|bean|jms|fhir|scheduler|platform-http|netty-http)(:.*)?|\\{\\{address}}"));
                for (String language
                        : List.of("groovy", "spel", "ognl", "mvel", "javascript", "python", "joor", "java", "xpath",
                        "xquery", "jq", "jsonpath", "exchangeProperty", "language")) {
                    assertThat(routes.findValue(language)).as(file + " " + language).isNull();
                }
                assertThat(Files.readString(file)).doesNotContain("enableCORS", "transferException", "transferExchange",
                        "bridgeEndpoint")
                        .doesNotContainPattern("followRedirects: *\"?true");
            }
        }
    }

    @ExtendWith(RunningGateway.Shared.class)
    @org.junit.jupiter.api.Nested
    @Slow
    class Running {

        /** An object message would be one, were it ever read. */
        @Test
        void noPackageIsTrustedToBeDeserialised(RunningGateway gateway) {
            JmsPoolConnectionFactory pool = (JmsPoolConnectionFactory) gateway.camel().getComponent("jms",
                    org.apache.camel.component.jms.JmsComponent.class)
                    .getConfiguration().getConnectionFactory();
            ActiveMQConnectionFactory broker = (ActiveMQConnectionFactory) pool.getConnectionFactory();
            assertThat(broker.getTrustedPackages()).isEmpty();
            assertThat(broker.isTrustAllPackages()).isFalse();
        }

        @Test
        void noOriginIsAllowedToReadAnswers(RunningGateway gateway) {
            Wire.WireAnswer answer = Wire.exchange(gateway,
                    "OPTIONS /B82617/DSTU2/1/Order HTTP/1.1\r\nHost: x\r\nOrigin: http://evil.example\r\n"
                    + "Access-Control-Request-Method: POST\r\n\r\n");
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.headers().keySet())
                    .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
        }
    }
}

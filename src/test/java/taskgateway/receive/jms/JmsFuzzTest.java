package taskgateway.receive.jms;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.activemq.command.ActiveMQMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.receive.http.Siege;
import taskgateway.testkit.Fuzz;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * Hostile messages: kinds, properties, bodies. Each is answered, and none is obeyed. What must hold stands in
 * {@link Siege}.
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class JmsFuzzTest {

    private static final String ASTRAY = "gone.astray";

    /** Of what the broker's client can write. */
    private static final int LONGEST_IN_A_HEADER = 8_000;

    /** Headers by which Camel's components are steered, and what brokers and clients set. */
    private static final List<String> STEERING =
            List.of("CamelJmsDestinationName", "CamelJmsDestination", "CamelJmsMessageType",
            "CamelHttpUri", "CamelHttpPath",
            "CamelHttpMethod", "CamelHttpQuery", "CamelHttpResponseCode", "CamelBeanMethodName", "CamelFileName",
            "CamelExecCommandExecutable", "CamelToEndpoint",
            "CamelFailureEndpoint", "CamelRoutingSlipEndpoint", "CamelSplitSize", "CamelRollbackOnly", "CamelRouteStop",
            "CamelErrorHandlerHandled", "CamelFhirServerUrl",
            "CamelFhirInBody", "CamelSqlQuery", "CamelVariable", "CamelSchedulerPolledMessages",
            "Long_HYPHEN_Running_HYPHEN_Action", "breadcrumbId", "Host", "Location",
            "JMSXGroupID", "JMSXUserID", "JMS_AMQP_x", "_AMQ_DUPL_ID", "HttpStatus", "ContentEncoding", "Accept",
            "Prefer");

    private static final List<String> OWN =
            List.of("SspTraceID", "Ssp_HYPHEN_TraceID", "SspFrom", "SspTo", "SspInteractionID",
            "Authorization", "ContentType", "ProviderOdsCode");

    private static final List<String> VALUES = List.of("queue:" + ASTRAY, ASTRAY, "http://127.0.0.1:1/", "${body}",
            "${header.SspFrom}", "${bean:type:java.lang.Runtime}", "${env:PATH}",
            "{{gateway.database.url}}", "#{T(java.lang.Runtime)}", "#bean:refusals", "RAW(x)",
            "${jndi:ldap://127.0.0.1:1/a}",
            "../../etc/passwd", "hashCode", "", " ", "\u0000", "\r\nX: y", "\ud800", "\u202e",
            "x".repeat(60_000), "1".repeat(400), "<a/>", "{\"a\":1}", "' or 1=1 --", "gzip", "application/xml+fhir");

    private final JmsClient client;
    private final Siege siege;

    JmsFuzzTest(RunningGateway gateway) throws JMSException {
        this.client = new JmsClient(gateway);
        this.siege = new Siege(gateway);
    }

    @AfterEach
    void close() throws JMSException {
        client.close();
    }

    @Test
    void propertiesThatSteerCamel() throws SQLException, JMSException {
        siege.batch("steering", Fuzz.COUNT / 2, fuzz -> {
            Message message = client.task("B82617");
            for (int i = fuzz.below(8); i >= 0; i--) {
                set(message, cased(fuzz, fuzz.one(STEERING)), fuzz.one(VALUES));
            }
            assertThat(status(client.ask(message))).as("a property that is not the gateway's is not read")
                    .isEqualTo(201);
            return 1;
        });
        assertThat(client.next(client.queue(ASTRAY), 200)).isNull();
    }

    @Test
    void theGatewaysOwnProperties() throws SQLException, JMSException {
        siege.batch("properties", fuzz -> {
            Message message = client.task("B82617");
            for (int i = fuzz.below(3); i >= 0; i--) {
                set(message, fuzz.one(OWN), fuzz.chance(85) ? fuzz.one(VALUES) : odd(fuzz));
            }
            return answered(message);
        });
        assertThat(client.next(client.queue(ASTRAY), 200)).isNull();
    }

    @Test
    void bodies() throws SQLException {
        siege.batch("messages", fuzz -> {
            String task = (fuzz.chance(50) ? Sender.json() : Sender.xml())
                    .replace("For your information", fuzz.one(VALUES));
            byte[] body = fuzz.chance(80) ? fuzz.damaged(task.getBytes(StandardCharsets.UTF_8), VALUES.subList(0,
                    20)) : task.getBytes(StandardCharsets.UTF_8);
            return answered(kind(fuzz, body));
        });
    }

    private Message kind(Fuzz fuzz, byte[] body) throws JMSException {
        Map<String, String> properties = new HashMap<>(Map.of("ProviderOdsCode", "B82617"));
        if (fuzz.chance(60)) {
            return client.text(new String(body, StandardCharsets.UTF_8), properties);
        }
        Message message = switch (fuzz.below(6)) {
            case 0 -> client.session().createObjectMessage(new ArrayList<>(List.of("a")));
            case 1 -> client.session().createMapMessage();
            case 2 -> client.session().createStreamMessage();
            case 3 -> client.session().createMessage();
            default -> bytes(body);
        };
        properties.put("ContentType", fuzz.one(List.of("application/json+fhir", "application/xml+fhir",
                "application/x-java-serialized-object")));
        return JmsClient.with(message, properties);
    }

    private BytesMessage bytes(byte[] body) throws JMSException {
        BytesMessage message = client.session().createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    private int answered(Message message) throws JMSException {
        TextMessage reply = client.ask(message);
        int status = status(reply);
        assertThat(status).as(reply.getText())
                .matches(it -> it == 201 || it >= 400 && it < 500 || it == 501, "taken or refused");
        assertThat(status != 201 && Siege.tells(reply.getText())).as(reply.getText()).isFalse();
        return 1;
    }

    private static int status(TextMessage reply) throws JMSException {
        return reply.getIntProperty("HttpStatus");
    }

    private static Object odd(Fuzz fuzz) {
        return List.<Object>of(1, -1L, 1.5, true, (byte) 7, List.of("x", 1), Map.of("a", List.of("b")),
                Double.NaN).get(fuzz.below(8));
    }

    /**
     * Some properties the client itself would not send: they go out past its checks, as a hostile one would send them.
     */
    private static void set(Message message, String name, Object value) throws JMSException {
        if (name.startsWith("JMS")) {
            String text = value.toString();
            ((ActiveMQMessage) message)
                    .setObjectProperty(name, text.substring(0, Math.min(text.length(), LONGEST_IN_A_HEADER)),
                    false);
        } else {
            message.setObjectProperty(name, value);
        }
    }

    private static String cased(Fuzz fuzz, String name) {
        return switch (fuzz.below(4)) {
            case 0 -> name;
            case 1 -> Pattern.compile("Camel").matcher(name).replaceFirst("camel");
            case 2 -> name.startsWith("JMS") ? name : name.toUpperCase(Locale.ROOT);
            default -> name.replace("Camel", "CAmeL");
        };
    }
}

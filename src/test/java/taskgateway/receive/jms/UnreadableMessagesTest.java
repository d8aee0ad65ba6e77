package taskgateway.receive.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.receive.jms.ReceiveJmsTest.assertRefused;

import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.JmsClient;
import taskgateway.testkit.Records;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * Messages that the broker's client cannot decode: what is plainly text is read, and all others are refused at once.
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class UnreadableMessagesTest {

    private static final String EMOJI = "\uD83D\uDE00";

    private final Records records;
    private final JmsClient client;

    UnreadableMessagesTest(RunningGateway gateway) throws JMSException {
        this.records = new Records(gateway);
        this.client = new JmsClient(gateway);
    }

    @AfterEach
    void close() throws JMSException {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617", "C83615"})
    void readsPlainUtf8BehindItsLengthAsStompTranslatorsPackIt(String ods) throws Exception {
        for (String task : new String[] {smiling(Sender.json()), smiling(Sender.xml())}) {
            TextMessage reply = client.ask(with(text(counted(utf8(task)), false), ods));
            assertThat(reply.getIntProperty("HttpStatus")).as(reply.getText()).isEqualTo(201);
            assertThat(reply.getText()).contains(EMOJI);
        }
    }

    @Test
    void readsPlainUtf8InEveryPacking() throws Exception {
        byte[] task = utf8(smiling(Sender.json()));
        for (ActiveMQMessage message : new ActiveMQMessage[] {text(task, false), text(deflated(counted(task)), true),
                text(deflated(task), true), text(counted(task, task.length + 1000), false),
                text(counted(task, -5), false)}) {
            TextMessage reply = client.ask(with(message, "B82617"));
            assertThat(reply.getIntProperty("HttpStatus")).as(reply.getText()).isEqualTo(201);
            assertThat(reply.getText()).contains(EMOJI);
        }
    }

    @ParameterizedTest
    @MethodSource
    void refusesWhatIsNoTextAndRecordsIt(String what, ActiveMQMessage message) throws Exception {
        for (String type : new String[] {null, "application/xml+fhir"}) {
            ActiveMQMessage sent = (ActiveMQMessage) message.copy();
            // Not setStringProperty: it decodes the body.
            sent.setProperty("ProviderOdsCode", "B82617");
            if (type != null) {
                sent.setProperty("ContentType", type);
            }
            TextMessage reply = client.ask(sent);
            assertThat(reply.getText()).contains("OperationOutcome", "BAD_REQUEST");
            assertThat(reply.getIntProperty("HttpStatus")).isEqualTo(400);
            assertThat(records.audit(reply.getStringProperty("SspTraceID"))).containsEntry("status", 400)
                    .containsEntry("via", "JMS");
        }
    }

    static Stream<Arguments> refusesWhatIsNoTextAndRecordsIt() throws Exception {
        byte[] latin1 = smiling(Sender.json()).replace(EMOJI, "caf\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        byte[] packed = deflated(counted(utf8(Sender.json())));
        return Stream.of(
                Arguments.of("Latin-1", text(counted(latin1), false)),
                Arguments.of("Latin-1 without a length", text(latin1, false)),
                Arguments.of("UTF-16",
                        text(counted(Sender.json().getBytes(Charset.forName("UTF-16LE")), 1 << 30), false)),
                Arguments.of("cut within a character", text(Arrays.copyOf(counted(utf8(EMOJI)), 6), false)),
                Arguments.of("a text that ends too early",
                        text(Arrays.copyOf(counted(utf8(Sender.json())), 300), false)),
                Arguments.of("less than a length", text(new byte[] {0, 0}, false)),
                Arguments.of("a length of two thousand millions", text(new byte[] {127, -1, -1, -1, '{'}, false)),
                Arguments.of("what does not inflate", text(counted(utf8(Sender.json())), true)),
                Arguments.of("what ends too early to inflate", text(Arrays.copyOf(packed, packed.length / 2), true)),
                Arguments.of("bytes that do not inflate", bytes(utf8(Sender.json()), true)),
                Arguments.of("bytes that end too early", bytes(new byte[] {0, 0}, true)));
    }

    @Test
    void refusesAMessageWhosePropertiesCannotBeReadAndRecordsIt() throws Exception {
        for (byte[] broken
                : new byte[][] {{1}, {0, 0, 0, 1, 0, 3, 'S'}, {0, 0, 0, 1, 0, 1, 'a', 99}, {127, -1, -1, -1}}) {
            ActiveMQTextMessage message = text(counted(utf8(Sender.json())), false);
            message.setMarshalledProperties(new ByteSequence(broken));
            TextMessage reply = client.ask(message);
            assertRefused(reply, 400, "BAD_REQUEST", "ProviderOdsCode");
            assertThat(records.audit(reply.getStringProperty("SspTraceID"))).containsEntry("status", 400);
        }
    }

    @Test
    void aMessageDatedBeforeTheEpochIsJudgedByNow() throws Exception {
        for (long date : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            TextMessage reply = client.ask(JmsClient.dated(Sender.json(), "B82617", date));
            assertThat(reply.getIntProperty("HttpStatus")).as(reply.getText()).isEqualTo(201);
        }
    }

    private static ActiveMQMessage with(ActiveMQMessage message, String ods) throws JMSException {
        return JmsClient.with(message, Map.of("ProviderOdsCode", ods));
    }

    private static ActiveMQTextMessage text(byte[] content, boolean compressed) {
        ActiveMQTextMessage message = new ActiveMQTextMessage();
        message.setContent(new ByteSequence(content));
        message.setCompressed(compressed);
        return message;
    }

    private static ActiveMQBytesMessage bytes(byte[] content, boolean compressed) {
        ActiveMQBytesMessage message = new ActiveMQBytesMessage();
        message.setContent(new ByteSequence(content));
        message.setCompressed(compressed);
        return message;
    }

    private static String smiling(String task) {
        return task.replace("Please review", EMOJI + " Please review");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] counted(byte[] text) {
        return counted(text, text.length);
    }

    private static byte[] counted(byte[] text, int length) {
        return ByteBuffer.allocate(4 + text.length).putInt(length).put(text).array();
    }

    private static byte[] deflated(byte[] text) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(text);
        }
        return packed.toByteArray();
    }
}

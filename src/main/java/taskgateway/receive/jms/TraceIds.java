package taskgateway.receive.jms;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Trace ids of messages whose producer sent none: a UUID, version 5 (RFC 9562, section 5.5), of the
 * JMSMessageID and what the message says, since a producer of another protocol may choose the same id twice.
 */
final class TraceIds {

    private TraceIds() {
    }

    /** Always the same for the same message: one that is delivered again keeps it. */
    static String of(String messageId, byte[] body) {
        byte[] id = messageId.getBytes(StandardCharsets.UTF_8);
        byte[] name = Arrays.copyOf(id, id.length + body.length);
        System.arraycopy(body, 0, name, id.length, body.length);
        return Generators.nameBasedGenerator(NameBasedGenerator.NAMESPACE_URL).generate(name).toString();
    }
}

package taskgateway.receive.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.TextMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.activemq.command.Message;
import org.apache.activemq.util.ByteSequence;
import org.apache.activemq.util.MarshallingSupport;
import taskgateway.fhir.Format;

/**
 * The body of a text or bytes message. Whatever the broker's client cannot decode is taken as it is: text in plain
 * UTF-8, as translators of other protocols have packed it, is read, and the rest is left for layer 6 to call malformed.
 *
 * @param bytes    empty where there are none
 * @param readable whether these bytes are what the sender has written, as far as anybody can tell
 */
record MessageBody(byte[] bytes, boolean readable) {

    /** White space of JSON and XML, and the octets of UTF-8's byte order mark. */
    private static final String BEFORE_TEXT = " \t\r\n\u00EF\u00BB\u00BF";
    private static final byte[] NOTHING = {};
    private static final int LENGTH_OCTETS = 4;

    static MessageBody of(jakarta.jms.Message jms) {
        // The client forgets it when it decodes.
        ByteSequence packed = ((Message) jms).getContent();
        try {
            String text = jms instanceof TextMessage message ? message.getText() : null;
            if (text != null) {
                return new MessageBody(text.getBytes(StandardCharsets.UTF_8), true);
            }
            if (jms instanceof BytesMessage bytes) {
                return new MessageBody(bytes.getBodyLength() == 0 ? NOTHING : bytes.getBody(byte[].class), true);
            }
        } catch (Throwable undecodable) { // an Error too: the client asserts what it expects
            return unpacked((Message) jms, packed);
        }
        return jms instanceof TextMessage && packed != null ? unpacked((Message) jms, packed)
                : new MessageBody(NOTHING, true);
    }

    /** The format that it seems to be in. */
    Optional<Format> format() {
        for (byte octet : bytes) {
            char start = (char) (octet & 0xff);
            if (BEFORE_TEXT.indexOf(start) < 0) {
                return start == '{' ? Optional.of(Format.JSON) : start == '<' ? Optional.of(Format.XML)
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static MessageBody unpacked(Message message, ByteSequence content) {
        byte[] packed = content == null ? NOTHING
                : Arrays.copyOfRange(content.data, content.offset, content.offset + content.length);
        if (!message.isCompressed()) {
            return plain(packed);
        }
        try (InputStream in = MarshallingSupport.createInflaterInputStream(message.getMaxInflatedDataSize(),
                new ByteArrayInputStream(packed))) {
            return plain(in.readAllBytes());
        } catch (IOException broken) {
            return new MessageBody(packed, false);
        }
    }

    /** Text, with its length before it or without. */
    private static MessageBody plain(byte[] content) {
        MessageBody whole = new MessageBody(content, isUtf8(content));
        if (content.length < LENGTH_OCTETS || whole.format().isPresent()) {
            return new MessageBody(content, whole.readable && whole.format().isPresent());
        }
        byte[] text = Arrays.copyOfRange(content, LENGTH_OCTETS, content.length);
        return new MessageBody(text, isUtf8(text) && new MessageBody(text, true).format().isPresent());
    }

    private static boolean isUtf8(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}

package taskgateway.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import taskgateway.directory.Consumer;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.profile.UseCaseRules;
import taskgateway.token.TokenIssuer;

/** The worked example as HTTP requests to a provider: one token for all, and a new trace id for each. */
final class TaskRequests {

    private final byte[] head;
    private final byte[] body;

    /** A trace id that was used before would be answered as a repeat. */
    private final long run = UUID.randomUUID().getMostSignificantBits();
    private long count;

    private TaskRequests(String head, String body) {
        this.head = head.getBytes(StandardCharsets.US_ASCII);
        this.body = body.getBytes(StandardCharsets.UTF_8);
    }

    /** Requests to the provider, with a token that lives for five minutes from now. */
    static TaskRequests to(Provider provider, Directory directory, String authority) {
        Consumer consumer = directory.consumer("200000000359").orElseThrow();
        String task = workedExample();
        String head = "POST " + provider.serviceRoot().path() + "/Order HTTP/1.1\r\n"
                + "Host: " + authority + "\r\n"
                + "Ssp-From: " + consumer.asid() + "\r\n"
                + "Ssp-To: " + provider.asid() + "\r\n"
                + "Ssp-InteractionID: urn:nhs:names:services:gpconnect:fhir:rest:create:order-1\r\n"
                + "Authorization: Bearer " + token(consumer, provider) + "\r\n"
                + "Content-Type: application/json+fhir\r\n"
                + "Content-Length: " + task.getBytes(StandardCharsets.UTF_8).length + "\r\n"
                + "Ssp-TraceID: ";
        return new TaskRequests(head, task);
    }

    /** The worked example, dated today. */
    static String workedExample() {
        try {
            return Files.readString(Path.of("examples/task.json"))
                    .replace("2014-12-11", LocalDate.now(UseCaseRules.ZONE).toString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static String token(Consumer consumer, Provider provider) {
        return new TokenIssuer().issue(consumer, provider.serviceRoot(), TokenIssuer.WRITE, Instant.now());
    }

    /** The next request. */
    ByteBuf next(ByteBufAllocator buffers) {
        String traceId = new UUID(run, Long.MIN_VALUE | count++).toString();
        ByteBuf request = buffers.buffer(head.length + 64 + body.length).writeBytes(head);
        request.writeCharSequence(traceId + "\r\n\r\n", StandardCharsets.US_ASCII);
        return request.writeBytes(body);
    }
}

package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.LimitedGateway.CONNECTIONS;
import static taskgateway.testkit.LimitedGateway.FREE;
import static taskgateway.testkit.LimitedGateway.HOSTED;
import static taskgateway.testkit.LimitedGateway.PEER_SECONDS;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.LimitedGateway;
import taskgateway.testkit.Patience;
import taskgateway.testkit.Records;
import taskgateway.testkit.Refused;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/** Peers that send or read a little now and then, or connect and connect, hold nothing for long. */
@ExtendWith(LimitedGateway.Shared.class)
@Slow
class SlowPeersTest {

    private static final String DEFINITION =
            "GET /B82617/DSTU2/1/StructureDefinition/gpconnect-task-order-1 HTTP/1.1\r\nHost: x\r\n\r\n";

    private final LimitedGateway limited;

    SlowPeersTest(LimitedGateway limited) {
        this.limited = limited;
    }

    /** A byte every 100 ms: never silent for long, and yet refused when the time is over that each part may take. */
    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "Content-Length: 999\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n",
    })
    void whoSendsByteByByteIsRefusedInTime(String start) {
        String drops = start.isEmpty() ? "GET / HTTP/1.1\r\nHost: " + "x".repeat(999)
                : start.contains("chunked") ? "1\r\na\r\n".repeat(200) : " ".repeat(999);
        ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
        try (Wire wire = new Wire(limited.gateway)) {
            long begun = System.nanoTime();
            AtomicInteger next = new AtomicInteger();
            wire.send(start.isEmpty() ? "" : goodHead() + start);
            drip.scheduleAtFixedRate(() -> wire.send(drops.substring(next.get(), next.incrementAndGet())), 0, 100,
                    TimeUnit.MILLISECONDS);

            assertThat(Refused.of(wire.answer()).status()).isEqualTo(408);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(PEER_SECONDS));
            assertThat(next).as("it has not waited for the end").hasValueLessThan(drops.length());
        } finally {
            drip.shutdownNow();
        }
    }

    /** A bad one is refused before its body is waited for. */
    private String goodHead() {
        Map<String, String> headers = limited.sender(FREE).createHeaders(HOSTED);
        headers.put("Host", "x");
        return Wire.request("POST /" + HOSTED + "/DSTU2/1/Order HTTP/1.1", headers, "")
                .replaceFirst("\r\n\r\n$", "\r\n");
    }

    @Test
    void whoDoesNotReadItsAnswersIsCutOff() throws Exception {
        URI base = URI.create(limited.gateway.base());
        try (Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(4096);
            deaf.connect(new InetSocketAddress(base.getHost(), base.getPort()));
            ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor();
            try {
                Map<String, String> headers = limited.sender(FREE).createHeaders(HOSTED);
                asking.execute(() -> askUntilRefused(deaf, headers));
                asking.shutdown();
                assertThat(asking.awaitTermination(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as("the gateway has closed the connection").isTrue();
                // The request that was arriving when the connection was cut off may be recorded as broken off.
                assertThat(new Records(limited.gateway)
                        .number("select count(*) from audit where trace_id = ? and status <> 201",
                        headers.get("Ssp-TraceID"))).as("and that for no other reason").isLessThanOrEqualTo(1);
                assertThat(new Records(limited.gateway)
                        .number("select count(*) from audit where trace_id = ? and status = 201",
                        headers.get("Ssp-TraceID")))
                                .as("of answers that it does not read it gets no more than the system's"
                        + " buffers hold, and one").isBetween(1L, 5L);
            } finally {
                asking.shutdownNow();
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() {
        Sender sender = limited.sender(FREE);
        StringBuilder requests = new StringBuilder();
        List<String> traces = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Map<String, String> headers = sender.metadataHeaders(HOSTED);
            headers.put("Host", "x");
            traces.add(headers.get("Ssp-TraceID"));
            requests.append(Wire.request("GET /" + HOSTED + "/DSTU2/1/metadata HTTP/1.1", headers, ""));
        }
        try (Wire wire = new Wire(limited.gateway)) {
            wire.send(requests.toString());
            assertThat(traces).allSatisfy(trace -> assertThat(wire.answer().header("Ssp-TraceID")).isEqualTo(trace));
        }
    }

    @Test
    void oneConnectionTooManyIsClosedAndThePlaceOfOneThatEndsIsFree() {
        List<Wire> open = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                open.add(new Wire(limited.gateway));
            }
            Awaitility.await().untilAsserted(() -> assertThat(
                    limited.metric("resilience4j_bulkhead_available_concurrent_calls", "name=\"connections\""))
                            .isZero());
            try (Wire more = new Wire(limited.gateway)) {
                assertThat(more.isClosed()).isTrue();
            }
        } finally {
            open.forEach(Wire::close);
        }
        Awaitility.await().untilAsserted(() -> assertThat(
                limited.metric("resilience4j_bulkhead_available_concurrent_calls", "name=\"connections\""))
                        .isGreaterThan(1));
        assertThat(Wire.exchange(limited.gateway, DEFINITION).status()).isEqualTo(200);
    }

    /** Tasks of megabytes, whose answers are as large: more than the system's buffers hold between the two. */
    private static void askUntilRefused(Socket deaf, Map<String, String> headers) {
        headers.put("Host", "x");
        String task = Sender.json().replace("Please review", "x".repeat(2_000_000));
        byte[] request = Wire.request("POST /" + HOSTED + "/DSTU2/1/Order HTTP/1.1", headers, task)
                .getBytes(StandardCharsets.UTF_8);
        try {
            while (true) {
                deaf.getOutputStream().write(request);
            }
        } catch (IOException closed) {
            // That is what was waited for.
        }
    }
}

package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import taskgateway.testkit.Records;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/** What the head of a request can be refused for, it is refused for before its body is read, and as if it had been. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class HeadFirstTest {

    private static final int MEGABYTES = 3_900_000;

    /** A fault of the head, with the answer to it. */
    enum HeadFault {
        ADDRESS("POST /X99999/DSTU2/1/Order", "Host", "x", 404, "ORGANISATION_NOT_FOUND"),
        RESOURCE("POST /B82617/DSTU2/1/Appointment", "Host", "x", 501, "NOT_IMPLEMENTED"),
        VERB("PATCH /B82617/DSTU2/1/Order/1", "Host", "x", 405, "BAD_REQUEST"),
        INTERACTION("PUT /B82617/DSTU2/1/Order/1", "Host", "x", 400, "BAD_REQUEST"),
        MEDIA_TYPE("POST /B82617/DSTU2/1/Order", "Content-Type", "text/plain", 415, "BAD_REQUEST"),
        ENCODING("POST /B82617/DSTU2/1/Order", "Content-Encoding", "br", 415, "BAD_REQUEST"),
        SSP_HEADER("POST /B82617/DSTU2/1/Order", "Ssp-To", "1", 400, "BAD_REQUEST"),
        CONSUMER("POST /B82617/DSTU2/1/Order", "Ssp-From", "999999999999", 403, "forbidden"),
        CONDITION("POST /B82617/DSTU2/1/Order", "If-None-Exist", "x", 412, "BAD_REQUEST"),
        TOKEN("POST /B82617/DSTU2/1/Order", "Authorization", "Bearer x", 400, "BAD_REQUEST");

        private final String line;
        private final String header;
        private final String value;
        private final int status;
        private final String issue;

        HeadFault(String line, String header, String value, int status, String issue) {
            this.line = line;
            this.header = header;
            this.value = value;
            this.status = status;
            this.issue = issue;
        }
    }

    private final RunningGateway gateway;
    private final Sender sender;
    private final Records records;

    HeadFirstTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
        this.records = new Records(gateway);
    }

    @ParameterizedTest
    @EnumSource
    void isAnsweredAndRecordedBeforeTheBodyComes(HeadFault fault) throws SQLException {
        String trace = UUID.randomUUID().toString();
        try (Wire wire = new Wire(gateway)) {
            Wire.WireAnswer answer = wire.send(head(fault, trace, "Content-Length: " + MEGABYTES)).answer();

            assertRefused(answer, fault);
            assertThat(wire.isClosed()).isTrue();
        }
        assertThat(records.audit(trace)).containsEntry("status", fault.status).containsEntry("via", "HTTP");
        assertThat(records.number("select count(*) from audit where trace_id = ?", trace)).isEqualTo(1);
    }

    /** Many clients read nothing before they have written all. */
    @ParameterizedTest
    @EnumSource
    void isAnsweredToWhoeverWritesTheWholeBodyBeforeReading(HeadFault fault) {
        try (Wire wire = new Wire(gateway)) {
            Wire.WireAnswer answer = wire.send(head(fault, UUID.randomUUID().toString(), "Content-Length: "
                    + MEGABYTES))
                    .send(new byte[MEGABYTES]).answer();

            assertRefused(answer, fault);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNotAskedForTheBodyThatItHoldsBack(HeadFault fault) {
        try (Wire wire = new Wire(gateway)) {
            assertRefused(wire.send(head(fault, UUID.randomUUID().toString(),
                    "Expect: 100-continue\r\nContent-Length: 9")).answer(), fault);
        }
    }

    @Test
    void aGoodHeadIsAskedForItsBodyAndTheBodyIsTaken() {
        String task = Sender.json();
        try (Wire wire = new Wire(gateway)) {
            wire.send(goodHead("Expect: 100-continue\r\nContent-Length: " + task.getBytes().length));
            assertThat(wire.answer().status()).isEqualTo(100);
            assertThat(wire.send(task).answer().status()).isEqualTo(201);
        }
    }

    /** What came with the head has been read: the connection is good for the next request. */
    @Test
    void aSmallRequestThatIsRefusedLeavesItsConnectionOpen() {
        String task = Sender.json();
        String length = "Content-Length: " + task.getBytes().length;
        try (Wire wire = new Wire(gateway)) {
            Wire.WireAnswer refused = wire.send(head(HeadFault.CONSUMER, UUID.randomUUID().toString(), length) + task)
                    .answer();
            assertRefused(refused, HeadFault.CONSUMER, "");
            assertThat(wire.send(goodHead(length) + task).answer().status()).isEqualTo(201);
        }
    }

    /** What comes behind a body that was thrown away is thrown away, too. */
    @Test
    void nothingFollowsARefusalThatDidNotWaitForTheBody() throws SQLException {
        String hidden = UUID.randomUUID().toString();
        try (Wire wire = new Wire(gateway)) {
            wire.send(head(HeadFault.TOKEN, UUID.randomUUID().toString(), "Content-Length: " + MEGABYTES))
                    .send(new byte[MEGABYTES])
                    .trySend(head(HeadFault.TOKEN, hidden, "Content-Length: 0").getBytes());
            assertRefused(wire.answer(), HeadFault.TOKEN);
            assertThat(wire.isClosed()).isTrue();
        }
        assertThat(records.number("select count(*) from audit where trace_id = ?", hidden)).isZero();
    }

    private static void assertRefused(Wire.WireAnswer answer, HeadFault fault) {
        assertRefused(answer, fault, "close");
    }

    private static void assertRefused(Wire.WireAnswer answer, HeadFault fault, String connection) {
        assertThat(Refused.of(answer).status()).isEqualTo(fault.status);
        assertThat(Refused.of(answer).issues()).containsExactly(fault.issue);
        assertThat(answer.header("Connection")).isEqualTo(connection);
    }

    private String goodHead(String framing) {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("Host", "x");
        return head("POST /B82617/DSTU2/1/Order", headers, framing);
    }

    private String head(HeadFault fault, String trace, String framing) {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.putAll(Map.of("Host", "x", "Ssp-TraceID", trace));
        headers.put(fault.header, fault.value);
        return head(fault.line, headers, framing);
    }

    private static String head(String line, Map<String, String> headers, String framing) {
        return Wire.request(line + " HTTP/1.1", headers, "").replaceFirst("\r\n\r\n$", "\r\n" + framing + "\r\n\r\n");
    }
}

package taskgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/** Every transaction leaves one record, which says who, what, when and how it ended (specification, section 8). */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class AuditTest {

    private final RunningGateway gateway;
    private final Sender sender;
    private final DataSource database;
    private final long before;

    AuditTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
        this.database = gateway.camel().getRegistry().lookupByNameAndType("database", DataSource.class);
        this.before = rows("select max(sequence) as last from audit").get(0).get("last") instanceof Long last
                ? last : 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617"})
    void recordsATaskThatWasAccepted(String ods) {
        Map<String, String> headers = sender.createHeaders(ods);
        headers.put("X-Unheard-Of", "1");

        Instant begun = Instant.now().truncatedTo(ChronoUnit.MICROS);
        HttpResponse<String> answer = sender.create(ods, headers, Sender.json());

        Map<String, Object> row = onlyRow();
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .contains("/Order/" + row.get("task_id") + "/");
        assertThat(((OffsetDateTime) row.get("recorded_at")).toInstant()).isBetween(begun, Instant.now());
        assertThat(row).containsEntry("via", "HTTP").containsEntry("provider_ods", ods)
                .containsEntry("interaction", headers.get("Ssp-InteractionID"))
                .containsEntry("trace_id", headers.get("Ssp-TraceID"))
                .containsEntry("from_asid", "200000000359").containsEntry("to_asid", headers.get("Ssp-To"))
                .containsEntry("user_id", "999000000017").containsEntry("user_name", "Dr Claire Jones")
                .containsEntry("user_role", "R0260").containsEntry("organisation", "GPC001")
                .containsEntry("system", "https://consumer.gp-super-clinic.example/fhir")
                .containsEntry("reason", "directcare")
                .containsEntry("patient", "Patient/1").containsEntry("status", 201).containsEntry("outcome", "OK")
                .containsEntry("task_identifier", "urn:taskgateway:task|200000000359." + headers.get("Ssp-TraceID"));
        assertThat((String) row.get("device")).contains("gpsc-ws-014");
        assertThat((String) row.get("other_headers")).contains("X-Unheard-Of");
    }

    @Test
    void keepsTheProvenanceOfAStoredTask() {
        Map<String, String> headers = sender.createHeaders("B82617");
        sender.create("B82617", headers, Sender.json());

        assertThat(rows("select * from task where trace_id = '" + headers.get("Ssp-TraceID") + "'")).singleElement()
                .satisfies(task -> assertThat(task).containsEntry("author", "999000000017")
                        .containsEntry("author_role", "R0260")
                        .containsEntry("organisation", "GPC001")
                        .containsEntry("interaction", headers.get("Ssp-InteractionID")));
    }

    @ParameterizedTest
    @CsvSource({
        "Ssp-To,        '',                                                          400, BAD_REQUEST",
        "Ssp-From,      999999999999,                                                403, forbidden",
        "Content-Type,  text/plain,                                                  415, BAD_REQUEST",
        "Authorization, x,                                                           400, BAD_REQUEST",
    })
    void recordsARequestRefusedAtTheEdge(String header, String value, int status, String outcome) {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put(header, value);

        assertThat(sender.create("B82617", headers, Sender.json()).statusCode()).isEqualTo(status);

        assertThat(onlyRow()).containsEntry("status", status).containsEntry("outcome", outcome)
                .containsEntry("provider_ods", "B82617")
                .containsEntry("trace_id", headers.get("Ssp-TraceID")).containsEntry("task_id", null);
    }

    @ParameterizedTest
    @CsvSource({"Patient/1, Patient/99, 422, REFERENCE_NOT_FOUND", "Patient/1, Patient/3, 403, NON_AUTHORITATIVE",
        "Order, Slot, 400, BAD_REQUEST"})
    void recordsWhoseTaskWasRefused(String good, String spoilt, int status, String outcome) {
        sender.create("B82617", sender.createHeaders("B82617"), Sender.json().replaceFirst(good, spoilt));

        assertThat(onlyRow()).containsEntry("status", status).containsEntry("outcome", outcome)
                .containsEntry("user_id", "999000000017").containsEntry("task_id", null);
    }

    @ParameterizedTest
    @CsvSource({"'rubbish', 400", "'GET /%zz HTTP/1.1\r\nHost: x', 400", "'GET /x HTTP/9.9\r\nHost: x', 400",
        "'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000', 413",
        "'GET / HTTP/1.1\r\nHost: x\r\nAuthorization: {100000}', 431", "'CONNECT x:1 HTTP/1.1\r\nHost: x', 405",
        "'GET / HTTP/1.1\r\nHost: x', 404"})
    void recordsWhatIsNoRequestToARouteAtAll(String head, int status) {
        String request = head.replace("{100000}", "e".repeat(100_000)) + "\r\n\r\n";
        assertThat(Wire.exchange(gateway, request).status()).isEqualTo(status);

        assertThat(onlyRow()).containsEntry("status", status).containsEntry("via", "HTTP")
                .containsEntry("user_id", null);
    }

    @Test
    void recordsReadsAndMetadata() {
        HttpResponse<String> created = sender.create("B82617", sender.createHeaders("B82617"), Sender.json());
        String path = created.headers().firstValue("Location").orElseThrow().replace(gateway.base(), "");
        Map<String, String> headers = sender.readHeaders("B82617");
        headers.put("If-None-Match", "W/\"1\"");
        sender.send("GET", path, headers, null);
        sender.send("GET", "/B82617/DSTU2/1/metadata", sender.metadataHeaders("B82617"), null);

        assertThat(newRows()).extracting(row -> row.get("status")).containsExactly(201, 304, 200);
        assertThat(newRows().get(1).get("task_id")).isEqualTo(newRows().get(0).get("task_id"));
    }

    @Test
    void numbersItsRecordsWithoutAGap() {
        sender.create("B82617", sender.createHeaders("B82617"), Sender.json());

        List<Long> sequence = rows("select sequence from audit order by sequence").stream()
                .map(row -> (Long) row.get("sequence")).toList();
        assertThat(sequence).containsExactlyElementsOf(LongStream.rangeClosed(1, sequence.size()).boxed().toList());
    }

    @Test
    void holdsNeitherBodyNorTokenNorNhsNumber() throws IOException {
        Map<String, String> headers = sender.createHeaders("B82617");
        sender.create("B82617", headers, Sender.json());
        sender.create("B82617", headers, Sender.json().replace("\"date\"", "\"9000000009\""));
        headers.computeIfPresent("Authorization", (name, good) -> good + "x");
        sender.create("B82617", headers, Sender.json());

        assertThat(newRows()).hasSize(3);
        assertThat(newRows().toString()).doesNotContain("review", "Johnson", "9000000009")
                .doesNotContain(headers.get("Authorization").substring(20, 60));
    }

    private Map<String, Object> onlyRow() {
        assertThat(newRows()).hasSize(1);
        return newRows().get(0);
    }

    private List<Map<String, Object>> newRows() {
        return rows("select * from audit where sequence > " + before + " order by sequence");
    }

    private List<Map<String, Object>> rows(String select) {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(select)) {
            List<Map<String, Object>> rows = new ArrayList<>();
            while (found.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.put(found.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT), found.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

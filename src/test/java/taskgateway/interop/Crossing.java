package taskgateway.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;

/**
 * What a proxy in front has to let through: requests to every kind of provider, and answers as the gateway gave them.
 */
final class Crossing {

    /** Fields of one hop, and those that a proxy adds. */
    private static final Set<String> OF_THE_WAY = Set.of("connection", "keep-alive", "transfer-encoding",
            "content-length", "date", "server", "via", "x-cache", "x-cache-lookup", "cache-status", ":status");

    /**
     * A bad request, and its answer.
     *
     * @param headers that are added or replaced
     * @param body    null where there is none
     */
    record BadRequest(int status, String code, String verb, String path, Map<String, String> headers, String body) {

        @Override
        public String toString() {
            return status + " " + verb;
        }
    }

    private final Sender direct;
    private final Sender through;

    /** @param proxy the proxy's base URL */
    Crossing(RunningGateway gateway, String proxy) {
        this.direct = Sender.at(gateway.address(), gateway);
        this.through = Sender.at(proxy, gateway);
    }

    /** Every kind of provider, each in both formats. */
    static Stream<Arguments> tasks() {
        return Stream.of("B82617", "C83615", "A20047").flatMap(ods -> Stream.of(Arguments.of(ods, "json"),
                Arguments.of(ods, "xml")));
    }

    /** One refusal of every layer that a proxy could disturb. The gateway takes bodies of 128 KiB. */
    static Stream<BadRequest> faults() {
        String order = "/B82617/DSTU2/1/Order";
        return Stream.of(
                new BadRequest(415, "BAD_REQUEST", "POST", order, Map.of("Content-Type", "text/plain"), Sender.json()),
                new BadRequest(415, "BAD_REQUEST", "POST", order, Map.of("Content-Encoding", "br"), Sender.json()),
                new BadRequest(413, "BAD_REQUEST", "POST", order, Map.of(), "a".repeat(300_000)),
                new BadRequest(414, "BAD_REQUEST", "GET", "/" + "a".repeat(9_000), Map.of(), null),
                new BadRequest(431, "BAD_REQUEST", "POST", order, Map.of("X-Much", "a".repeat(40_000)), Sender.json()),
                new BadRequest(404, "ORGANISATION_NOT_FOUND", "POST", "/Z99999/DSTU2/1/Order", Map.of(), Sender.json()),
                new BadRequest(404, "NO_RECORD_FOUND", "GET", "/nothing", Map.of(), null),
                new BadRequest(405, "BAD_REQUEST", "PATCH", order, Map.of(), Sender.json()),
                new BadRequest(501, "NOT_IMPLEMENTED", "POST", "/B82617/DSTU2/1/Appointment", Map.of(), Sender.json()),
                new BadRequest(400, "BAD_REQUEST", "PUT", order + "/1", Map.of(), Sender.json()),
                new BadRequest(400, "BAD_REQUEST", "POST", order, Map.of("Ssp-From", "nobody"), Sender.json()),
                new BadRequest(400, "BAD_REQUEST", "POST", order, Map.of("Authorization", "Bearer none"),
                        Sender.json()),
                new BadRequest(400, "BAD_REQUEST", "POST", order, Map.of(), "{\"resourceType\":"),
                new BadRequest(400, "BAD_REQUEST", "POST", order, Map.of(), null),
                new BadRequest(422, "INVALID_RESOURCE", "POST", order, Map.of(), Sender.json().replace("\"detail\"",
                        "\"Detail\"")));
    }

    /**
     * A task is created through the proxy, read there where its Location says, and sent again.
     *
     * @param root the base URL that answers name
     */
    HttpResponse<String> assertCreatedAndRead(String root, String ods, String format) {
        Map<String, String> headers = through.createHeaders(ods);
        headers.put("Content-Type", "application/" + format + "+fhir");
        String task = format.equals("json") ? Sender.json() : Sender.xml();
        HttpResponse<String> created = through.create(ods, headers, task);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String location = created.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(root + "/" + ods + "/DSTU2/1/Order/");
        assertThat(created.headers().firstValue("Ssp-TraceID")).hasValue(headers.get("Ssp-TraceID"));
        assertThat(created.headers().firstValue("Cache-Control")).hasValue("no-store, no-cache");
        assertThat(created.headers().firstValue("Content-Type")).hasValue("application/" + format
                + "+fhir;charset=UTF-8");

        // The gateway's own answer to the same request is that of the first, to the letter.
        HttpResponse<String> again = direct.create(ods, headers, task);
        assertThat(fields(created)).isEqualTo(fields(again));
        assertThat(created.body()).isEqualTo(again.body());
        assertRead(location.substring(root.length()), ods, format, created);
        return created;
    }

    private void assertRead(String path, String ods, String format, HttpResponse<String> created) {
        Map<String, String> headers = through.readHeaders(ods);
        headers.put("Accept", "application/" + format + "+fhir");
        HttpResponse<String> read = through.send("GET", path, headers, null);
        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(created.body());
        headers.put("If-None-Match", read.headers().firstValue("ETag").orElseThrow());
        headers.put("Ssp-TraceID", UUID.randomUUID().toString());
        assertThat(through.send("GET", path, headers, null).statusCode()).isEqualTo(304);
    }

    /** The refusal reaches the caller as the gateway gave it. */
    void assertRefused(BadRequest fault) {
        String traceId = UUID.randomUUID().toString(); // the same both ways: it is told in the answer
        HttpResponse<String> refused = send(through, fault, traceId);
        assertThat(Refused.of(refused).status()).as(refused.body()).isEqualTo(fault.status());
        assertThat(Refused.of(refused).issues()).contains(fault.code());
        HttpResponse<String> told = send(direct, fault, traceId);
        assertThat(refused.body()).isEqualTo(told.body());
        assertThat(fields(refused)).isEqualTo(fields(told));
    }

    private static HttpResponse<String> send(Sender sender, BadRequest fault, String traceId) {
        Map<String, String> headers = new LinkedHashMap<>(sender.createHeaders("B82617"));
        headers.putAll(fault.headers());
        headers.put("Ssp-TraceID", traceId);
        return sender.send(fault.verb(), fault.path(), headers, fault.body());
    }

    /** What an answer says in its header, but for what may differ from one moment to the next. */
    private static Map<String, List<String>> fields(HttpResponse<String> answer) {
        Map<String, List<String>> fields = new TreeMap<>(answer.headers().map());
        fields.keySet().removeIf(name -> OF_THE_WAY.contains(name) || name.startsWith("x-rate-limit-"));
        return fields;
    }
}

package taskgateway.receive.http;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.testkit.Fuzz;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * Damaged HTTP: request lines, headers, framing (OWASP ASVS, sections 4.2 and 1.2). What must hold stands in
 * {@link Siege}.
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
public class HttpFuzzTest {

    private static final List<String> SYNTAX =
            List.of("\r\n", "\n", "\r", "\r\n ", "\r\n\t", "\u0000", "\u000b", "\u007f",
            "\u00ff", " ", "  ", "\t", ":", "::", ";",
            ",", "\"", "\\", "%0d%0aX-Injected: 1", "\r\nX-Injected: 1", "\nSet-Cookie: a=b", "Host: a\r\n",
            "Content-Length: 1\r\n",
            "Content-Length: -1\r\n", "Content-Length: 999999999999\r\n", "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip\r\n",
            "Expect: 100-continue\r\n", "Expect: x\r\n",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n",
            "Connection: keep-alive\r\n", "Content-Encoding: gzip\r\n", "Content-Encoding: br\r\n",
            "Accept: */*;q=\u0000\r\n", "Accept: " + ",".repeat(5000) + "\r\n",
            "Accept-Encoding: " + "gzip;q=0.1,".repeat(800) + "\r\n", "Prefer: return=\r\n",
            "If-None-Match: \"\u00ff\"\r\n", "Ssp-TraceID: a\r\n",
            "Ssp-From: ${jndi:ldap://127.0.0.1/a}\r\n", "CamelHttpUri: http://127.0.0.1:1/\r\n",
            "camelHttpMethod: PUT\r\n", "CAMELHTTPPATH: /x\r\n",
            "X-HTTP-Method-Override: PUT\r\n", "Origin: http://evil.example\r\n", "HTTP/1.1", "HTTP/1.0",
            "HTTP/9.9", "GET ", "TRACE ", "CONNECT ", "PATCH ",
            "/../", "?_format=%", "?_format=xml&_format=json", "#", "a".repeat(9000),
            "X: " + "b".repeat(40_000) + "\r\n");

    private final Siege siege;
    private final Sender sender;

    HttpFuzzTest(RunningGateway gateway) {
        this.siege = new Siege(gateway);
        this.sender = new Sender(gateway);
    }

    @Test
    void headsOfRequests() throws SQLException {
        siege.batch("heads", fuzz -> {
            byte[] good = head("GET /B82617/DSTU2/1/metadata HTTP/1.1", sender.metadataHeaders("B82617"));
            return siege.http(Fuzz.joined(fuzz.damaged(good, SYNTAX), Fuzz.latin("\r\n")));
        });
    }

    @Test
    void valuesOfHeaders() throws SQLException {
        siege.batch("values", fuzz -> {
            Map<String, String> headers = sender.createHeaders("B82617");
            headers.putAll(Map.of("Accept", "application/json+fhir", "Prefer", "return=minimal", "User-Agent", "x",
                    "If-None-Match", "\"1\""));
            String name = fuzz.one(List.copyOf(headers.keySet()));
            byte[] value = fuzz.damaged(Fuzz.latin(headers.get(name)), SYNTAX);
            headers.remove(name);
            return siege.http(Fuzz.joined(
                    Fuzz.latin("POST /B82617/DSTU2/1/Order HTTP/1.1\r\n" + name + ": "), value, Fuzz.latin("\r\n"),
                    fields(headers), Fuzz.latin("Content-Length: 2\r\n\r\n{}")));
        });
    }

    @Test
    void framesOfBodies() throws SQLException {
        siege.batch("frames", fuzz -> {
            Map<String, String> headers = sender.createHeaders("B82617");
            headers.put("Transfer-Encoding", "chunked");
            byte[] frame = fuzz.damaged(chunked(fuzz, Sender.json()), SYNTAX);
            return siege.http(Fuzz.joined(head("POST /B82617/DSTU2/1/Order HTTP/1.1", headers), frame));
        });
    }

    /** Some with extensions and a trailer, which are legal and mean nothing here. */
    private static byte[] chunked(Fuzz fuzz, String body) {
        StringBuilder chunks = new StringBuilder();
        for (int at = 0; at < body.length();) {
            int size = Math.min(body.length() - at, 1 + fuzz.below(700));
            chunks.append(Integer.toHexString(size)).append(fuzz.one(List.of("", "", ";a", ";a=\"b\""))).append("\r\n")
                    .append(body, at, at + size).append("\r\n");
            at += size;
        }
        String trailer =
                fuzz.one(List.of("", "Ssp-From: 1\r\n", "Content-Length: 7\r\n", "Transfer-Encoding: gzip\r\n"));
        return (chunks + "0\r\n" + trailer + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] head(String line, Map<String, String> headers) {
        return Fuzz.joined(Fuzz.latin(line + "\r\n"), fields(headers), Fuzz.latin("\r\n"));
    }

    private static byte[] fields(Map<String, String> headers) {
        StringBuilder fields = new StringBuilder("Host: x\r\nConnection: close\r\n");
        headers.forEach((name, value) -> fields.append(name).append(": ").append(value).append("\r\n"));
        return Fuzz.latin(fields.toString());
    }
}

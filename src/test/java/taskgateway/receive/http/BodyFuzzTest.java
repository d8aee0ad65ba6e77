package taskgateway.receive.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import taskgateway.testkit.Fuzz;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** Damaged and hostile bodies of tasks (OWASP ASVS, sections 1.5 and 2.2). What must hold stands in {@link Siege}. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class BodyFuzzTest {

    private static final List<String> JSON =
            List.of("{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "\\u002e",
            "null", "true", "NaN", "Infinity", "-0", "1e400", "-1e-400",
            "1" + "0".repeat(2_000), "0." + "1".repeat(2_000), "[".repeat(2_000), "{\"a\":".repeat(100),
            "\"resourceType\":\"Order\",", "\"resourceType\":\"Bundle\",",
            "\"id\":\"1\",", "\"date\":null,", "\"@type\":\"x\",", "\"__proto__\":{},", "\"extension\":[{}],",
            "\"fhir_comments\":[\"x\"],", "/* */", "// \n", "\u00ef\u00bb\u00bf", "\u0000", "\u00c0\u00af", "\u00ff",
            "\u00ed\u00a0\u0080",
            "${body}", "{{gateway.base}}", "#{1+1}", "${jndi:ldap://127.0.0.1/a}", "<script>", "../../etc/passwd",
            "' or 1=1 --",
            "\u0001", "\u007f", "Patient/2", "Organization/3", "http://127.0.0.1:1/Patient/1", "#x");

    private static final List<String> XML =
            List.of("<", ">", "/>", "</", "&", "&lt;", "&amp;", "&#0;", "&#xD800;", "&#x10FFFF;", "&x;", "<!--", "-->",
                    "<!-- -- -->", "<![CDATA[", "]]>", "<?x y?>", "<?xml version=\"1.1\"?>",
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
            "<?xml-stylesheet href=\"http://127.0.0.1:1/\"?>", "<!DOCTYPE Order>",
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
            "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/a.dtd\">",
            "<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://127.0.0.1:1/\">%x;]>",
            "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\"/>",
            "<a>".repeat(2_000), "<extension url=\"a\">", "<id value=\"1\"/>", "<date value=\"\"/>", "<date/>",
            " xmlns=\"\"",
            " xmlns:f=\"http://hl7.org/fhir\"", " xmlns:xml=\"x\"",
            " xsi:schemaLocation=\"a http://127.0.0.1:1/\"", " value=\"x\"", " xml:base=\"http://127.0.0.1:1/\"",
            "<script>alert(1)</script>", "<img src=\"http://127.0.0.1:1/\"/>", "<iframe/>", " onclick=\"x\"",
            "javascript:x", "\u0000", "\u00ff", "\u00ef\u00bb\u00bf", "${body}", "#x", "Patient/2");

    private static final List<Charset> CHARSETS = List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_16LE, Charset.forName("UTF-32"),
            Charset.forName("UTF-32LE"), Charset.forName("IBM037"), StandardCharsets.ISO_8859_1,
            Charset.forName("Shift_JIS"));

    private final Siege siege;
    private final Sender sender;

    BodyFuzzTest(RunningGateway gateway) {
        this.siege = new Siege(gateway);
        this.sender = new Sender(gateway);
    }

    @Test
    void damagedJson() throws SQLException {
        siege.batch("json", Fuzz.COUNT,
                fuzz -> create("json", null, fuzz.damaged(Sender.json().getBytes(StandardCharsets.UTF_8),
                JSON)));
    }

    @Test
    void damagedXml() throws SQLException {
        siege.batch("xml", Fuzz.COUNT,
                fuzz -> create("xml", null, fuzz.damaged(Sender.xml().getBytes(StandardCharsets.UTF_8),
                XML)));
    }

    /** The declared format is now and then another than the body's; UTF-7 is what a lenient reader would decode. */
    @Test
    void otherCharacterSets() throws SQLException {
        siege.batch("charsets", Fuzz.COUNT / 2, fuzz -> {
            String text = fuzz.chance(50) ? Sender.json()
                    : "<?xml version=\"1.0\" encoding=\"" + fuzz.one(List.of("UTF-16",
                    "UTF-7", "IBM037", "x", "UTF-8"))
                    + "\"?>" + Sender.xml().replaceFirst("<\\?xml[^>]*>", "");
            byte[] body = fuzz.chance(15) ? Fuzz.latin(text.replace("<", "+ADw-").replace("{",
                    "+AHs-")) : text.getBytes(CHARSETS.get(fuzz.below(CHARSETS.size())));
            byte[] mark = Fuzz.latin(fuzz.one(List.of("", "\u00ef\u00bb\u00bf", "\u00fe\u00ff", "\u00ff\u00fe",
                    "\u0000\u0000\u00fe\u00ff", "+/v8-")));
            return create(fuzz.one(List.of("json", "xml")), null, Fuzz.joined(mark, body));
        });
    }

    @Test
    void gzip() throws SQLException {
        siege.batch("gzip", Fuzz.COUNT / 2, fuzz -> {
            byte[] good = packed(Sender.json().getBytes(StandardCharsets.UTF_8));
            byte[] body = switch (fuzz.below(7)) {
                case 0 -> Arrays.copyOf(good, fuzz.below(good.length));
                case 1 -> packed(new byte[16 << 20]);
                case 2 -> packed(packed(packed(new byte[8 << 20])));
                case 3 -> Fuzz.joined(good, good);
                case 4 -> Fuzz.joined(good, Fuzz.latin("garbage"));
                default -> fuzz.damaged(good, List.of("\u001f\u008b\u0008", "\u0000\u0000\u0000\u0000",
                        "\u00ff\u00ff\u00ff\u00ff"));
            };
            return create("json", fuzz.one(List.of("gzip", "gzip", "GZIP", "gzip, gzip", "x-gzip",
                    "gzip\r\nContent-Encoding: gzip")), body);
        });
    }

    private int create(String format, String encoding, byte[] body) {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("Content-Type", "application/" + format + "+fhir");
        headers.put("Prefer", "return=minimal");
        headers.put("Content-Length", Integer.toString(body.length));
        if (encoding != null) {
            headers.put("Content-Encoding", encoding);
        }
        return siege.http(Fuzz.joined(HttpFuzzTest.head("POST /B82617/DSTU2/1/Order HTTP/1.1", headers), body));
    }

    private static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}

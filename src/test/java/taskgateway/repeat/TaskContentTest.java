package taskgateway.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.model.dstu2.resource.Order;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Format;
import taskgateway.fhir.UrlTranslation;
import taskgateway.fhir.strict.Decoded;
import taskgateway.fhir.strict.Narrative;
import taskgateway.fhir.strict.OrderDecoder;
import taskgateway.testkit.Sender;

/** Two tasks are the same where a clinician would call them so, however they were written down. */
class TaskContentTest {

    private static final String ROOT = "https://provider.example/A20047/DSTU2/1";
    private static final String TASK = Sender.json();

    @Test
    void isTheSameInEitherFormat() {
        assertThat(content(Sender.xml(), Format.XML)).isEqualTo(content(TASK, Format.JSON));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\"Patient/1\"|\"https://provider.example/A20047/DSTU2/1/Patient/1\"",
        "\"display\": \"Mrs Jane Johnson\"|\"display\": \"Jane Johnson\"", ",\\s*\"display\": \"GP Super Clinic\"|",
        "\"div\": \"<div>|\"status\": \"additional\", \"div\": \"<div xmlns='http://www.w3.org/1999/xhtml'>",
        "<div>Please review|<div>\\\\n  Please   review", "opportunity.</div>|opportunity. <!-- end --></div>",
        "ad6a2e86-37a8-43c9-b0ae-f2adcff4de3a|another-id", "\"meta\": \\{|\"meta\": {\"tag\": [{\"code\": \"x\"}],",
        "\"date\": \"([^\"]*)\"|\"date\": \"$1T12:00:00Z\"",
        "(\"subject\".*?\\}),(\\s*\"source\".*?\\})|$2,$1",
        "\"Task Narrative\"|\"Task Narrative\", \"display\": \"Narrative\""})
    void isTheSameHoweverItIsWritten(String change) {
        assertThat(content(changed(change), Format.JSON)).isEqualTo(content(TASK, Format.JSON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Patient/1\"|\"Patient/2\"", "\"Organization/1\"|\"Practitioner/1\"",
            "\"Organization/2\"|\"Organization/3\"",
        "(\"code\": )\"1\"|$1\"2\"", "Please review|Please stop", "medications|medication",
        "For your information|Urgent", "Please review|Please <b>not</b> review",
        "\"date\": \"[^\"]*\"|\"date\": \"2018-02-01\"",
        "\"date\"|\"extension\": [{\"url\": \"urn:x\", \"valueBoolean\": true}], \"date\"",
        "Please review|Plea se review"})
    void isAnotherWhereItSaysSomethingElse(String change) {
        assertThat(content(changed(change), Format.JSON)).isNotEqualTo(content(TASK, Format.JSON));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void isAnotherWhereAnotherLayoutWasKept(Format format) {
        String body = format == Format.JSON ? TASK : Sender.xml();
        String line = format == Format.JSON ? "\\n" : "\n";
        assertThat(content(body.replace("Please review", "<pre>10 mg" + line + "20 mg</pre>"), format))
                .isNotEqualTo(content(body.replace("Please review", "<pre>10 mg 20 mg</pre>"), format));
    }

    @Test
    void isAnotherWhereADisplayIsAllThatIsSaid() {
        assertThat(extended("{\"display\": \"Stop it\"}")).isNotEqualTo(extended("{\"display\": \"Go on\"}"));
        assertThat(extended("{\"system\": \"urn:x\", \"display\": \"Stop it\"}"))
                .isNotEqualTo(extended("{\"system\": \"urn:x\", \"display\": \"Go on\"}"));
        assertThat(extended("{\"code\": \"1\", \"display\": \"Stop\"}"))
                .isEqualTo(extended("{\"code\": \"1\", \"display\": \"Stop it\"}"));
    }

    private static String extended(String coding) {
        return content(TASK.replace("\"date\"", "\"extension\": [{\"url\": \"urn:x\", \"valueCoding\": " + coding
                + "}], \"date\""), Format.JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<p>Take 10 mg</p><p>daily</p>|<p>\n Take  10 mg </p>\n\n<p> daily</p>",
        "<ul><li>a</li><li>b</li></ul>|<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
        "a <b>b</b>|a<b> b</b>", "a<br/>b|a <br></br>\n b",
        "<td colspan=\"2\" align=\"left\">a</td>|<td align='left' colspan='2'>a</td>",
        "a &amp; b|a &#38; b", "\u00e9|&#233;", "<pre>a</pre> <p> b </p>|<pre>a</pre><p>b</p>",
        "<p style=\"color:red\"> a  b</p>|<p style=\"color:red\">a b</p>"})
    void aNarrativeIsTheSameHoweverItIsLaidOut(String same) {
        String[] both = same.split("\\|");
        assertThat(NarrativeWords.of("<div>" + both[0] + "</div>"))
                .isEqualTo(NarrativeWords.of("<div>" + both[1] + "</div>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<b>1</b> <b>0</b> mg|<b>1</b><b>0</b> mg", "1 0 mg|10 mg", "<p>a</p><p>b</p>|<p>ab</p>",
            "a<br/>b|ab",
        "<b>no</b> pain|no pain", "<td>1</td><td>2</td>|<td>12</td><td></td>", "a|A", "&lt;b&gt;|<b></b>",
        "&lt;b/>|<b/>",
        "<span style=\"color:red\">a</span>|<span>a</span>",
        "<pre>10 mg\n20 mg</pre>|<pre>10 mg 20 mg</pre>", "<pre>a  <b> b</b> </pre>|<pre>a <b>b</b></pre>",
        "<pre>am   pm\n1     0</pre>|<pre>am   pm\n   1  0</pre>", "<pre><pre>a</pre> b</pre>|<pre><pre>a</pre>b</pre>",
        "<p style=\"white-space:pre\">a  b</p>|<p style=\"white-space:pre\">a b</p>",
        "<p style=\"WHITE-SPACE : pre-line\">a\nb</p>|<p style=\"WHITE-SPACE : pre-line\">a b</p>",
        "<p style=\"white&#45;space:pre\">a  b</p>|<p style=\"white&#45;space:pre\">a b</p>",
        "<p style=\"wh\\69te-space:pre\">a  b</p>|<p style=\"wh\\69te-space:pre\">a b</p>",
        "<p>a  b</p><p style=\"white-space:pre\"/>|<p>a b</p><p style=\"white-space:pre\"/>",
        "<p xml:space=\"preserve\">a  b</p>|<p xml:space=\"preserve\">a b</p>",
        "<p style=\"display:inline\">1</p> <p style=\"display:inline\">0</p>"
                + "|<p style=\"display:inline\">1</p><p style=\"display:inline\">0</p>"})
    void aNarrativeIsAnotherWhereItsReaderSeesAnother(String different) {
        String[] both = different.split("\\|");
        assertThat(NarrativeWords.of("<div>" + both[0] + "</div>"))
                .isNotEqualTo(NarrativeWords.of("<div>" + both[1] + "</div>"));
    }

    /** The worked example with one change: a pattern, and what takes its place. */
    private static String changed(String change) {
        int bar = change.indexOf('|');
        String changed = Pattern.compile(change.substring(0, bar), Pattern.DOTALL).matcher(TASK)
                .replaceAll(change.substring(bar + 1));
        assertThat(changed).as("something has changed").isNotEqualTo(TASK);
        return changed;
    }

    /** As far as a sender's task is checked and mended before it is compared. */
    private static String content(String body, Format format) {
        Decoded decoded = new OrderDecoder().decode(body.getBytes(StandardCharsets.UTF_8), format);
        assertThat(decoded.findings()).isEmpty();
        Order order = UrlTranslation.relative(decoded.order(), List.of(ROOT));
        Narrative.mend(order);
        return TaskContent.of(Format.JSON.encode(order));
    }
}

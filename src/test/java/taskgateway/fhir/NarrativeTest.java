package taskgateway.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.fhir.Format.JSON;
import static taskgateway.fhir.Format.XML;
import static taskgateway.fhir.Samples.decode;
import static taskgateway.fhir.Samples.faults;
import static taskgateway.fhir.Samples.good;
import static taskgateway.fhir.Samples.spoilt;

import ca.uhn.fhir.model.dstu2.resource.Basic;
import ca.uhn.fhir.model.dstu2.resource.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NarrativeTest {

    private static final String DIV =
            "<div>Please review the patient's medications at the next available opportunity.</div>";
    private static final String PLACE = "@/f:Order/f:contained/f:Basic/f:text/h:div";
    private static final String XHTML = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";

    @ParameterizedTest
    @EnumSource(Format.class)
    void mendsWhatThePublishedExampleLeavesOut(Format format) {
        Order order = decode(format, good(format)).order();
        Narrative.mend(order);
        assertThat(JSON.encode(order)).contains("\"text\":{\"status\":\"generated\",\"div\":\""
                + XHTML.replace("\"", "\\\"") + "Please review the patient's medications");
        assertThat(XML.encode(order)).contains("<text><status value=\"generated\"/>" + XHTML + "Please review the patient's");
    }

    @Test
    void leavesAStatusAsItIs() {
        Order order = decode(JSON, spoilt(JSON, "\"div\"", "\"status\": \"additional\", \"div\"")).order();
        Narrative.mend(order);
        assertThat(JSON.encode(order)).contains("\"status\":\"additional\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<div>a</div>", "<div xmlns='http://www.w3.org/1999/xhtml'>a</div>", "  <div>a</div>  ",
        "<h:div xmlns:h='http://www.w3.org/1999/xhtml'>a</h:div>", "<div><p>a</p><br/><ul><li>b</li></ul></div>",
        "<div lang='en' xml:lang='en' class='c' style='color: red; text-align: left'>a</div>",
        "<div style='display: block; visibility: visible; opacity: 0.5; font-size: 0.9em'>a</div>", "<div>&#233; &amp; &lt;</div>",
        "<div><!-- a comment -->a</div>", "<div><![CDATA[a < b]]></div>", "<div>10<sup>9</sup>/l, H<sub>2</sub>O</div>",
        "<div><a href='https://example.org/a?b=c'>a</a><a name='n'>b</a><a href='#n'>c</a><a href='tel:0123'>d</a></div>",
        "<div>a<img src='#p' alt='p'/><img src='data:image/png;base64,QUJD' alt='p'/></div>",
        "<div><table border='1'><caption>c</caption><tr><td colspan='2'>a</td></tr></table></div>"})
    void acceptsPlainXhtml(String div) {
        assertThat(faults(JSON, json(div))).isEmpty();
        if (!div.contains(" <div")) {
            assertThat(faults(XML, spoilt(XML, DIV, div))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain text", "a<div>b</div>", "<p>a</p>", "<div>a</div><div>b</div>", "<div>a", "<div>a</DIV>", "<DIV>a</DIV>",
        "<div xmlns='http://hl7.org/fhir'>a</div>", "<div xmlns='urn:x'>a</div>", "<div><p xmlns='urn:x'>a</p></div>",
        "<div><p xmlns='http://www.w3.org/1999/xhtml'>a</p></div>", "<div>&nbsp;a</div>", "<div>&eacute;</div>", "<div>&#0;a</div>",
        "<!DOCTYPE div><div>a</div>", "<!DOCTYPE div [<!ENTITY a 'b'>]><div>&a;</div>", "<?x y?><div>a</div>", "<div>a<?x y?></div>",
        "<div>a</div><?x y?>", "<div>a<br>b</br></div>", "<div foo='a'>a</div>", "<div xmlns:x='urn:x' x:a='b'>a</div>"})
    void refusesWhatIsNoXhtmlDiv(String div) {
        assertThat(faults(JSON, json(div))).contains("NARRATIVE_UNSAFE" + PLACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>a()</script>", "<p onclick='a()'>a</p>", "<form>a</form>", "<input/>", "<iframe>a</iframe>",
        "<object>a</object>", "<embed/>", "<link/>", "<base/>", "<style>a</style>", "<svg>a</svg>", "<math>a</math>", "<del>a</del>",
        "<ins>a</ins>", "<body>a</body>", "<head>a</head>", "<map>a</map>", "<button>a</button>", "<font>a</font>",
        "<img src='http://example.org/a.png'/>", "<img src='//example.org/a.png'/>", "<img src='data:image/svg+xml;base64,QUJD'/>",
        "<img src='a.png'/>", "<img srcset='http://example.org/a.png'/>", "<a href='javascript:a()'>a</a>",
        "<a href='JaVaScRiPt:a()'>a</a>", "<a href=' javascript:a()'>a</a>", "<a href='java&#9;script:a()'>a</a>",
        "<a href='&#1;javascript:a()'>a</a>", "<a href='data:text/html,a'>a</a>", "<a href='vbscript:a'>a</a>",
        "<a href='//example.org'>a</a>", "<a target='x'>a</a>", "<p style='background: URL(http://example.org/a.png)'>a</p>",
        "<p style='background: u\\72l(http://e)'>a</p>", "<p style='width: expression(a())'>a</p>", "<p style='@import x'>a</p>",
        "<p style='a/**/b'>a</p>", "<p style='display:none'>a</p>", "<p style='color: red; DISPLAY : none !important'>a</p>",
        "<span style='visibility: hidden'>a</span>", "<p style='opacity: 0'>a</p>", "<p style='opacity:.0'>a</p>",
        "<p style='font-size:0px'>a</p>", "<table background='http://example.org/a.png'><tr><td>a</td></tr></table>",
        "<blockquote cite='javascript:a()'>a</blockquote>", "<p xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='http://e'>a</p>"})
    void refusesWhatRunsReachesOutOrHides(String content) {
        for (Format format : Format.values()) {
            String div = "<div xmlns='http://www.w3.org/1999/xhtml'>text " + content + "</div>";
            String body = format == JSON ? json(div) : spoilt(XML, DIV, div);
            if (!content.contains("&#1;")) {
                assertThat(faults(format, body)).as("%s", format).isNotEmpty().containsOnly("NARRATIVE_UNSAFE" + PLACE);
            } else if (format == JSON) {
                assertThat(faults(format, body)).containsOnly("NARRATIVE_UNSAFE" + PLACE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<div/>", "<div> </div>", "<div>\u00a0</div>", "<div>&#160;&#x200B;&#xFEFF;</div>", "<div><p>\u2003</p><br/></div>",
        "<div>\u3164\u2800\u00ad\u200d</div>", "<div><img src='#a' alt='text'/></div>", "<div><!-- text --></div>", "<div><![CDATA[ ]]></div>"})
    void refusesANarrativeThatShowsNoText(String div) {
        assertThat(faults(JSON, json(div))).containsExactly("NARRATIVE_EMPTY" + PLACE);
        assertThat(faults(XML, spoilt(XML, DIV, div))).containsExactly("NARRATIVE_EMPTY" + PLACE);
    }

    @Test
    void refusesABlankJsonNarrative() {
        assertThat(faults(JSON, json(" "))).containsExactly("NARRATIVE_EMPTY" + PLACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<div xmlns='urn:x'>a</div>", "<div xmlns=''>a</div>", "<div><p xmlns='urn:x'>a</p></div>"})
    void refusesForeignNamespacesInXml(String div) {
        assertThat(faults(XML, spoilt(XML, DIV, div))).isNotEmpty().containsOnly("NARRATIVE_UNSAFE" + PLACE);
    }

    @Test
    void refusesPlainTextInXml() {
        assertThat(faults(XML, spoilt(XML, DIV, "plain text")))
                .containsExactly("ELEMENT_TYPE@/f:Order/f:contained/f:Basic/f:text", "ELEMENT_TYPE@/f:Order/f:contained/f:Basic/f:text");
    }

    @Test
    void keepsEveryCharacterOfALongNarrativeInBothFormats() {
        // HAPI writes the white space at the ends of a text as one space in XML, as a browser shows it.
        String text = "\uD83D\uDE00 & <é> \"quoted\" \n\t'single'.".repeat(5_000);
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        Order order = decode(XML, spoilt(XML, DIV, "<div>" + escaped + "</div>")).order();
        Order fromJson = decode(JSON, JSON.encode(order)).order();
        Order fromXml = decode(XML, XML.encode(order)).order();
        String kept = XHTML + escaped + "</div>";
        assertThat(div(order)).isEqualTo(kept);
        assertThat(div(fromJson)).isEqualTo(kept);
        assertThat(div(fromXml)).isEqualTo(kept);
    }

    @Test
    void readsTheOrdersOwnNarrativeAsStrictly() {
        assertThat(faults(JSON, spoilt(JSON, "\"date\"", "\"text\": {\"div\": \"<div><script>a</script></div>\"}, \"date\"")))
                .containsExactly("NARRATIVE_UNSAFE@/f:Order/f:text/h:div");
    }

    private static String div(Order order) {
        return ((Basic) order.getContained().getContainedResources().get(0)).getText().getDiv().getValueAsString();
    }

    private static String json(String div) {
        return spoilt(JSON, DIV, new String(com.fasterxml.jackson.core.io.JsonStringEncoder.getInstance().quoteAsString(div)));
    }
}

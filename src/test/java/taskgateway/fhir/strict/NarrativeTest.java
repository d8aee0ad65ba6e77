package taskgateway.fhir.strict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static taskgateway.fhir.Format.JSON;
import static taskgateway.fhir.Format.XML;
import static taskgateway.fhir.strict.Samples.decode;
import static taskgateway.fhir.strict.Samples.faults;
import static taskgateway.fhir.strict.Samples.good;
import static taskgateway.fhir.strict.Samples.spoilt;

import ca.uhn.fhir.model.dstu2.resource.Basic;
import ca.uhn.fhir.model.dstu2.resource.Order;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Format;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

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
        assertThat(XML.encode(order))
                .contains("<text><status value=\"generated\"/>" + XHTML + "Please review the patient's");
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
        "<div style='display: block; visibility: visible; opacity: 0.5; font-size: 0.9em'>a</div>",
        "<div>&#233; &amp; &lt;</div>", "<div><!-- a comment -->a</div>", "<div><![CDATA[a < b]]></div>",
        "<div>10<sup>9</sup>/l, H<sub>2</sub>O</div>",
        "<div><a href='https://example.org/a?b=c'>a</a><a name='n'>b</a><a href='#n'>c</a><a"
        + " href='tel:0123'>d</a></div>",
        "<div>a<img src='#p' alt='p'/><img src='data:image/png;base64,QUJD' alt='p'/></div>",
        "<?x y?><div>a</div>", "<div>a<?x y?></div>", "<div>a</div><?x y?>",
        "<?xml version='1.0' encoding='utf-16'?><div>a</div>",
        "<div><table border='1'><caption>c</caption><tr><td colspan='2'>a</td></tr></table></div>"})
    void acceptsPlainXhtml(String div) {
        assertThat(faults(JSON, json(div))).isEmpty();
        if (!div.contains(" <div") && !div.startsWith("<?xml")) {
            assertThat(faults(XML, spoilt(XML, DIV, div))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain text", "a<div>b</div>", "<p>a</p>", "<div>a</div><div>b</div>", "<div>a",
        "<div>a</DIV>", "<DIV>a</DIV>",
        "<div xmlns='http://hl7.org/fhir'>a</div>", "<div xmlns='urn:x'>a</div>", "<div><p xmlns='urn:x'>a</p></div>",
        "<div><p xmlns='http://www.w3.org/1999/xhtml'>a</p></div>", "<div>&nbsp;a</div>", "<div>&eacute;</div>",
        "<div>&#0;a</div>", "<!DOCTYPE div><div>a</div>", "<!DOCTYPE div [<!ENTITY a 'b'>]><div>&a;</div>",
        "<div>a<br>b</br></div>", "<div foo='a'>a</div>", "<div xmlns:x='urn:x' x:a='b'>a</div>"})
    void refusesWhatIsNoXhtmlDiv(String div) {
        assertThat(faults(JSON, json(div))).contains("NARRATIVE_UNSAFE" + PLACE);
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"<script>a()</script>", "<p onclick='a()'>a</p>", "<form>a</form>", "<input/>", "<iframe>a</iframe>",
        "<object>a</object>", "<embed/>", "<link/>", "<base/>", "<style>a</style>", "<svg>a</svg>", "<math>a</math>",
        "<del>a</del>", "<ins>a</ins>", "<body>a</body>", "<head>a</head>", "<map>a</map>", "<button>a</button>",
        "<font>a</font>",
        "<img src='http://example.org/a.png'/>", "<img src='//example.org/a.png'/>",
        "<img src='data:image/svg+xml;base64,QUJD'/>",
        "<img src='a.png'/>", "<img srcset='http://example.org/a.png'/>", "<a href='javascript:a()'>a</a>",
        "<a href='JaVaScRiPt:a()'>a</a>", "<a href=' javascript:a()'>a</a>", "<a href='java&#9;script:a()'>a</a>",
        "<a href='&#1;javascript:a()'>a</a>", "<a href='data:text/html,a'>a</a>", "<a href='vbscript:a'>a</a>",
        "<a href='//example.org'>a</a>", "<a target='x'>a</a>",
        "<p style='background: URL(http://example.org/a.png)'>a</p>",
        "<p style='background: u\\72l(http://e)'>a</p>", "<p style='width: expression(a())'>a</p>",
        "<p style='@import x'>a</p>", "<p style='a/**/b'>a</p>", "<p style='display:none'>a</p>",
        "<p style='color: red; DISPLAY : none !important'>a</p>", "<span style='visibility: hidden'>a</span>",
        "<p style='opacity: 0'>a</p>", "<p style='opacity:.0'>a</p>",
        "<p style='font-size:0px'>a</p>", "<table background='http://example.org/a.png'><tr><td>a</td></tr></table>",
        "<blockquote cite='javascript:a()'>a</blockquote>",
        "<p xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='http://e'>a</p>"})
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

    /** Whatever a clinical system, Word or a browser's editor writes to format a text. */
    @ParameterizedTest
    @ValueSource(strings =
            {"font-family:'Curlz MT'", "FONT-FAMILY: Calibri, \"Segoe UI\", sans-serif;", "color: red !important",
        "color:#333;background:#ffc", "color : RGB( 10 , 20, 30 ) ; background-color: rgba(255,255,0,.5)",
        "color: hsl(0, 100%, 25%)", "/* a */ font-weight/**/: /* b */ bold; ; font-style:italic",
        "margin:0cm 0cm 10pt;font-size:11.0pt;line-height:115%", "font: italic bold 12px/1.5 Arial, 'Curlz MT', serif",
        "border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt", "border: 1px solid rgb(1, 2, 3)",
        "margin-left:36pt;text-indent:-18pt", "text-indent: 2em", "text-decoration: underline dotted red",
        "background: #fff none repeat scroll 0 0", "background: transparent; color: inherit",
        "width: 100%; max-width: 40em; margin: 0 auto", "list-style: square inside", "list-style-type: lower-roman",
        "white-space: pre-wrap; word-wrap: break-word", "float:left;clear:both",
        "display: inline-block; vertical-align: top", "visibility: visible; overflow: visible; position: relative",
        "opacity: .6", "letter-spacing: -.05pt; word-spacing: 2px", "page-break-before: always; orphans: 2",
        "border-radius: 3px; border-spacing: 2px", "text-transform: uppercase; font-variant: small-caps",
        "color: orange", "color: silver", "font-size: xx-small", "font-size:smaller",
        "font-family:'a;b url(x) /* display:none'", "direction: rtl; text-align: right", "", " ; "})
    void acceptsAStyleThatShowsTheText(String style) {
        String div = "<div xmlns='http://www.w3.org/1999/xhtml'>a<p style=\"" + escaped(style) + "\">b</p></div>";
        assertThat(faults(JSON, json(div))).isEmpty();
        assertThat(faults(XML, spoilt(XML, DIV, div))).isEmpty();
        assertThat(div(decode(XML, spoilt(XML, DIV, div)).order())).contains("style=\"" + escaped(style) + "\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"left:-9999px | left", "position:absolute | position", "position:fixed;top:0 | position, top",
        "text-indent:-9999px | text-indent", "text-indent:-5px;margin-left:4px | text-indent",
        "text-indent:99999px | text-indent", "clip-path:inset(100%) | clip-path", "clip: rect(0 0 0 0) | clip",
        "transform:scale(0) | transform", "zoom:.01 | zoom", "margin-left:-500px | margin-left",
        "margin: 0 0 0 -1px | margin", "margin-left: 99999px | margin-left", "padding:9999em | padding",
        "height:0;overflow:hidden | height, overflow", "max-height:1px | max-height", "overflow-x:scroll | overflow-x",
        "width:99999px | width", "display:NONE | display", "display: table-column | display",
        "visibility:hidden | visibility", "filter:opacity(0) | filter",
        "background:url(http://e/a.png) | background", "background-image:image-set('a' 1x) | background-image",
        "content:'b' | content", "list-style-image:url(a) | list-style-image", "cursor:url(a), auto | cursor",
        "behavior:url(a) | behavior", "-moz-binding:url(a) | -moz-binding", "width:expression(a()) | width",
        "width: calc(1px - 9em) | width", "color:var(--a) | color", "--a:red | --a", "font-size:0.5vw | font-size",
        "font-size: 9999px | font-size", "line-height:0 | line-height", "vertical-align:-500px | vertical-align",
        "letter-spacing:-1em | letter-spacing", "z-index:9 | z-index", "mso-hide:all | mso-hide",
        "outline:900px solid white | outline", "box-shadow:0 0 0 99px #fff | box-shadow",
        "text-shadow: 0 0 9px #fff | text-shadow", "unicode-bidi:bidi-override | unicode-bidi",
        "mix-blend-mode:difference | mix-blend-mode", "animation:a 1s | animation", "all:unset | all",
        "color: unset | color", "color:#ffff | color", "color:rgb(1 2 3) | color", "color:rgb(1,2,3,0.1) | color",
        "color | something", "color:red;x | something", "color:re\\64 | something", "color:red /* b | something",
        "color: 'red | something", "font-family:'a\\'b' | something", "color:rgb(1,2,3 | something",
        "color:red} p{display:none | something", "c\u00f6lor:red | something", "color:\u2003red | something",
        "@import 'a' | something", "font-family:\"/*\"; display:none; font-family:\"*/\" | display",
        "font:12px/0 a | font", "font: 12px | font", "opacity: 50% | opacity", "display:none;display:block | display"})
    void refusesAStyleThatCouldHideMoveOrLoadAndSaysWhich(String style, String properties) {
        String div = "<div xmlns='http://www.w3.org/1999/xhtml'>a<p style=\"" + escaped(style) + "\">b</p></div>";
        for (Format format : Format.values()) {
            List<Finding> findings = decode(format, format == JSON ? json(div) : spoilt(XML, DIV, div)).findings();
            List<String> named = List.of(properties.split(", "));
            assertThat(findings).as("%s", findings).hasSize(named.size())
                    .allSatisfy(finding -> assertThat(finding.rule()).isEqualTo(Rule.NARRATIVE_UNSAFE));
            for (int i = 0; i < named.size(); i++) {
                assertThat(findings.get(i).diagnostics()).contains("load something: " + named.get(i))
                        .doesNotContain("http", "9999");
            }
        }
    }

    /** Colour is judged with its background, which may be another element's; size and opacity with those around. */
    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"<p style='color:#fff'>b</p> | no", "<p style='color:white;background:black'>b</p> | yes",
        "<p style='background:#000'><i style='color:#fff'>b</i></p> | yes", "<p style='background:#000'>b</p> | no",
        "<p style='color:#fefefe'>b</p> | no", "<p style='color:yellow'>b</p> | no",
        "<p style='color:rgba(0,0,0,.05)'>b</p> | no", "<p style='color:transparent'>b</p> | no",
        "<p style='color:hsl(120,100%,100%)'>b</p> | no", "<p style='color:#fff'> </p> | yes",
        "<p style='color:rgb(100%,100%,100%)'>b</p> | no",
        "<p style='color:White'><b style='color:navy'>b</b></p> | yes", "<p style='color:#fff;color:#000'>b</p> | yes",
        "<p style='color:#fff !important;color:#000'>b</p> | no",
        "<p style='background:blue;color:#fff'><a href='#a'>b</a></p> | no",
        "<p style='background:blue;color:#fff'><a name='a'>b</a></p> | yes",
        "<p style='background:blue;color:#fff'><a href='#a' style='color:inherit'>b</a></p> | yes",
        "<table><tr><td bgcolor='#000000'>b</td></tr></table> | no",
        "<table bgcolor='black'><tr><td style='color:white'>b</td></tr></table> | yes",
        "<table bgcolor='silver'><tr bgcolor='FFFFFF'><td>b</td></tr></table> | yes",
        "<table bgcolor='red;x'><tr><td>b</td></tr></table> | no", "<p style='background:rgba(0,0,0,.1)'>b</p> | yes",
        "<p style='background:rgba(0,0,0,.99)'>b</p> | no", "<p style='font-size:1px'>b</p> | no",
        "<p style='font-size:0'>b</p> | no", "<p style='font-size:1%'>b</p> | no",
        "<p style='font-size:1px'><b style='font-size:12px'>b</b></p> | yes",
        "<p style='font-size:.3em'><b style='font-size:.3em'>b</b></p> | no", "<p style='font:2px arial'>b</p> | no",
        "<p style='line-height:1px'>b</p> | no", "<p style='line-height:.2'>b</p> | no",
        "<p style='opacity:0'>b</p> | no", "<p style='opacity:.4'><b style='opacity:.3'>b</b></p> | no",
        "<p style='opacity:.05'>b</p> | no", "<p style='opacity:.3;color:#fff;background:#000'>b</p> | yes",
        "<p style='opacity:0'><b style='opacity:1'>b</b></p> | no", "<p style='height:1px'>b</p> | no",
        "<table><tr style='height:15.0pt'><td height='20' width='10%'>b</td></tr></table> | yes",
        "<table width='99999'><tr><td>b</td></tr></table> | no", "<p>b<img src='#a' alt='' hspace='999'/></p> | no",
        "<p hidden=''>b</p> | no", "<p style='color:#fff' class='c'>b</p> | no", "<pre style='color:#fff'>b</pre> | no",
        "<p style='&#99;olor:#fff'>b</p> | no"})
    void judgesAColourWithItsBackgroundAndASizeWithThoseAround(String content, String shown) {
        String div = "<div xmlns='http://www.w3.org/1999/xhtml'>a" + content + "</div>";
        for (Format format : Format.values()) {
            assertThat(faults(format, format == JSON ? json(div) : spoilt(XML, DIV, div)))
                    .isEqualTo(shown.equals("yes") ? List.of() : List.of("NARRATIVE_UNSAFE" + PLACE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<p style='float:right;width:200%'>b</p>", "<p style='float:right;width:2000px'>b</p>",
        "<p style='width:200%'>b</p>", "<table align='right' width='9999'><tr><td>b</td></tr></table>",
        "<p dir='rtl' style='width:0;white-space:nowrap'>b</p>",
        "<p style='direction:rtl;width:1px;white-space:nowrap'>b</p>",
        "<table width='101%'><tr><td align='right'>b</td></tr></table>", "<p style='float:right;width:800px'>b</p>",
        "<p style='float:right;min-width:60em'>b</p>", "<table dir='rtl' width='900'><tr><td>b</td></tr></table>",
        "<div style='width:60px'><p style='float:right;width:300px'>b</p></div>",
        "<p style='float:right;width:100%;padding-right:300px'>b</p>",
        "<div style='margin-left:400px'><p style='float:right;width:400px'>b</p></div>", "<pre dir='rtl'>b</pre>",
        "<p dir='rtl' style='max-width:40px'>b</p>",
        "<div style='direction:rtl'><p style='white-space:pre'>b</p></div>",
        "<table><tr><td style='display:block;height:0'>b</td></tr></table>",
        "<table style='display:block'><tr><td>b</td></tr></table>",
        "<table><tr><td style='display:inherit' height='1'>b</td></tr></table>"})
    void refusesWhatWouldRunOffThePage(String content) {
        assertRefused(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<table><tr><td style='margin-left:400px;text-indent:-400px'>b</td></tr></table>",
        "<p style='text-indent:-4%;padding-left:48px'>b</p>",
        "<table><tr><td style='margin-left:40px;text-indent:-40px'>b</td></tr></table>",
        "<p style='margin-left:10%;text-indent:-40px'>b</p>",
        "<div style='margin-left:40px;text-indent:-40px'><span style='display:inline-block'>b</span></div>",
        "<div style='margin-left:40px;text-indent:-40px'><table><tr><td>b</td></tr></table></div>",
        "<p style='margin-left:99px;text-indent:-49px'>b</p>",
        "<div style='margin-left:40px;text-indent:-40px'><p><span style='display:inline-table'>b</span></p></div>",
        "<p style='margin-left:40px;text-indent:-40px;overflow:auto'>b</p>",
        "<div style='margin-left:40px;text-indent:-40px'><p style='overflow:auto'>b</p></div>",
        "<p style='display:table-cell;margin-left:40px;text-indent:-40px'>b</p>",
        "<p style='display:inline-block;margin-left:40px;text-indent:-40px'>b</p>"})
    void refusesAHangingIndentWithoutRoom(String content) {
        assertRefused(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<p style='display:inline-block;width:0;white-space:nowrap'>b</p>",
        "<p style='display:inline-block;width:20px'>b</p>",
        "<p style='float:left;width:500px;white-space:nowrap'>b</p>", "<p style='float:left;max-width:1px'>b</p>",
        "<p style='width:100px'><tt style='white-space:pre'>b</tt></p>",
        "<table style='table-layout:fixed'><tr><td width='3'>b</td></tr></table>",
        "<table style='table-layout:fixed'><col width='1'/><tr><td>b</td></tr></table>",
        "<p style='box-sizing:border-box;width:100px;padding:0 50px'>b</p>", "<p style='width:1px;width:none'>b</p>"})
    void refusesWhatWouldBePrintedOverOtherText(String content) {
        assertRefused(content);
    }

    /** What browsers drop leaves what stood there before. */
    @ParameterizedTest
    @ValueSource(strings = {"font-size:1px;font:bold bold 16px arial", "font-size:1px;font:16px inherit",
        "font-size:1px;font:16px/inherit arial", "font-size:1px;font:inherit arial",
        "font-size:1px;font:16px arial, initial", "font-size:1px;font:normal italic bold small-caps 16px a",
        "color:#000;background:black;background:white white", "color:#000;background:black;background:white left left",
        "color:#000;background:black;background:canvas", "color:white;color:canvastext",
        "color:#000;background:black;background:white none none",
        "color:#000;background:black;background:left white top", "color:#000;background:black;background:white top 0",
        "color:white;color:currentcolor", "font-family:default", "font:16px arial unset"})
    void refusesAShorthandThatBrowsersDrop(String style) {
        assertRefused("<p style='" + style + "'>b</p>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<table><tr><td bgcolor='black' style='background:none;color:white'>b</td></tr></table>",
        "<table><tr><td bgcolor='black' style='background:initial;color:white'>b</td></tr></table>",
        "<p style='color:rgba(0,0,0,0.5)'><b style='background:black'>b</b></p>",
        "<table bgcolor='window'><tr><td>b</td></tr></table>",
        "<table bgcolor='rgb(255,255,255)'><tr><td>b</td></tr></table>",
        "<table bgcolor='fff'><tr><td>b</td></tr></table>", "<table bgcolor='transparent'><tr><td>b</td></tr></table>",
        "<p style='color:initial;background:black'>b</p>"})
    void refusesAColourThatBrowsersShowOtherwise(String content) {
        assertRefused(content);
    }

    private static void assertRefused(String content) {
        String div = "<div xmlns='http://www.w3.org/1999/xhtml'>a" + content + "</div>";
        for (Format format : Format.values()) {
            assertThat(faults(format, format == JSON ? json(div) : spoilt(XML, DIV, div))).as("%s", content)
                    .isNotEmpty().containsOnly("NARRATIVE_UNSAFE" + PLACE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"<table width='600'><tr><td nowrap='nowrap' width='1%'>b</td><td"
            + " style='width:36pt;white-space:nowrap'>c</td></tr></table>",
        "<table style='width:300px;table-layout:fixed'><tr><td style='width:50.5pt'>b</td></tr></table>",
        "<pre width='80'>b</pre>", "<div style='width:50%'><p style='float:right;width:40%'>b</p></div>",
        "<p dir='rtl' style='margin-right:40px'>b</p>", "<p style='display:inline-block;width:60px'>b</p>",
        "<td style='padding-left:20px;text-indent:-20px'>b</td>",
        "<div style='margin-left:36pt;text-indent:-36pt'><span style='font-family:Symbol'>b</span></div>",
        "<table bgcolor='#FFF'><tr><td>b</td></tr></table>",
        "<div style='margin-left:1.27cm;text-indent:-1.27cm'><p style='text-indent:0'><span"
        + " style='display:inline-block'>b</span></p></div>",
        "<img src='#a' alt='' style='display:block;height:20px'/>",
        "<table bgcolor='black'><tr><td style='background:white'>b</td></tr></table>"})
    void acceptsWhatStaysInItsPlace(String content) {
        assertThat(faults(JSON, json("<div xmlns='http://www.w3.org/1999/xhtml'>a" + content + "</div>"))).isEmpty();
    }

    /** What has no bearing on whether the text is seen, as editors write it. */
    @ParameterizedTest
    @ValueSource(strings =
            {"font-variant-ligatures:normal;font-variant-caps:normal;font-kerning:auto;font-stretch:normal;"
            + "font-feature-settings:normal",
        "-webkit-text-stroke-width:0px;-webkit-text-stroke-width:0",
        "text-decoration-thickness:initial;text-decoration-style:initial;text-decoration-color:initial",
        "text-decoration-line:none;text-decoration-skip-ink:auto",
        "color:initial;background:initial;font-size:initial;line-height:initial;width:initial",
        "mso-fareast-language:EN-US;mso-list:l0 level1 lfo1;mso-element:para-border-div;tab-stops:list 36.0pt left"
        + " 72.0pt", "box-sizing:border-box;overflow:auto",
        "outline:none;border-image:none;max-height:none;border-color:currentcolor;border:1px solid currentcolor",
        "orphans:2;widows:2;page-break-after:avoid;break-inside:avoid",
        "word-spacing:0px;letter-spacing:normal;letter-spacing:.5pt", "font-family:Calibri, \u5b8b\u4f53",
        "color:windowtext;background:white;line-height:107%;margin:0cm", "font:normal italic 12px a",
        "background:top left no-repeat #fff", "list-style:none none",
        "opacity:initial;float:initial;text-indent:initial"})
    void acceptsWhatEditorsWrite(String style) {
        assertThat(faults(JSON, json("<div>a<p style='" + style + "'>b</p></div>"))).isEmpty();
    }

    @Test
    void refusesTextThatManyElementsPushAside() {
        String open = "<div style='margin-left:399px'>".repeat(4);
        assertThat(faults(JSON, json("<div>a" + open + "b" + "</div>".repeat(5))))
                .containsExactly("NARRATIVE_UNSAFE" + PLACE);
    }

    /** A pattern that tries a megabyte over and over, or calls itself for each letter, would stop everybody. */
    @ParameterizedTest
    @ValueSource(strings =
            {"a", "a ", "a,", "'a',", "(", "/*", "color:red;", "1px ", "rgb(1,", "-", ":", "!important", "\u00e9"})
    void judgesALongStyleInTime(String piece) {
        String style = ("font-family:" + piece.repeat(500_000 / piece.length())).replace("'", "&apos;");
        assertTimeoutPreemptively(Duration.ofSeconds(20),
                () -> faults(JSON, json("<div>a<p style='" + style + "'>b</p></div>")));
    }

    private static String escaped(String style) {
        return style.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<div/>", "<div> </div>", "<div>\u00a0</div>", "<div>&#160;&#x200B;&#xFEFF;</div>",
        "<div><p>\u2003</p><br/></div>", "<div>\u3164\u2800\u00ad\u200d</div>", "<div><img src='#a' alt='text'/></div>",
        "<div><!-- text --></div>", "<div><![CDATA[ ]]></div>"})
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
                .containsExactly("ELEMENT_TYPE@/f:Order/f:contained/f:Basic/f:text",
                        "ELEMENT_TYPE@/f:Order/f:contained/f:Basic/f:text");
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
        assertThat(faults(JSON,
                spoilt(JSON, "\"date\"", "\"text\": {\"div\": \"<div><script>a</script></div>\"}, \"date\"")))
                .containsExactly("NARRATIVE_UNSAFE@/f:Order/f:text/h:div");
    }

    private static String div(Order order) {
        return ((Basic) order.getContained().getContainedResources().get(0)).getText().getDiv().getValueAsString();
    }

    private static String json(String div) {
        return spoilt(JSON, DIV,
                new String(com.fasterxml.jackson.core.io.JsonStringEncoder.getInstance().quoteAsString(div)));
    }
}

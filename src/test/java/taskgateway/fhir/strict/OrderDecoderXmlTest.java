package taskgateway.fhir.strict;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.fhir.Format.JSON;
import static taskgateway.fhir.Format.XML;
import static taskgateway.fhir.strict.Samples.decode;
import static taskgateway.fhir.strict.Samples.faults;
import static taskgateway.fhir.strict.Samples.good;
import static taskgateway.fhir.strict.Samples.refusal;
import static taskgateway.fhir.strict.Samples.spoilt;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderDecoderXmlTest {

    private static final String DATE = "<date value=\"2014-12-11\"/>";
    private static final String DISPLAY = "<display value=\"Mrs Jane Johnson\"/>";

    @Test
    void readsTheSameOrderAsFromJson() {
        Decoded decoded = decode(XML, good(XML));
        assertThat(decoded.findings()).isEmpty();
        assertThat(JSON.encode(decoded.order())).isEqualTo(JSON.encode(decode(JSON, good(JSON)).order()));
    }

    @Test
    void acceptsPrefixesCommentsAndASchemaLocation() {
        String body = good(XML).replaceAll("<(/?)([A-Za-z])", "<$1f:$2").replace("xmlns=", "xmlns:f=")
                .replace("<f:Order ", "<!-- a --><f:Order xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                        + "xsi:schemaLocation=\"http://hl7.org/fhir fhir.xsd\" ");
        assertThat(faults(XML, body)).isEmpty();
        assertThat(XML.encode(decode(XML, body).order())).isEqualTo(XML.encode(decode(XML, good(XML)).order()));
    }

    /** Whatever well-formed XML may hold beside elements says nothing of the resource. */
    @ParameterizedTest
    @ValueSource(strings = {"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>BODY", "<?xml version='1.1'?>BODY",
        "<?x y?>BODY<?x y?><!-- a -->\n", "<?xml version='1.0' encoding='utf8'?>BODY",
        "<?xml version='1.0' encoding='utf-16'?>BODY", "<?xml version=\"1.0\" encoding=\"UTF-16LE\"?>BODY",
        "<?xml version='1.0' encoding='us-ascii'?>BODY", "<?xml version='1.0' encoding='ISO-8859-1'?>BODY",
        "<?xml version='1.0' encoding='windows-1252'?>BODY", "\uFEFF<?xml version='1.0' encoding='utf-16'?>BODY",
        "\uFEFF<?xml version='1.0' encoding='x-unknown'?>BODY"})
    void readsPastWhatIsNoElement(String document) {
        assertThat(JSON.encode(decode(XML, document.replace("BODY", bare(good(XML)))).order()))
                .isEqualTo(JSON.encode(decode(XML, good(XML)).order()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<date value=\"2014-12-11\"><?x y?><!-- a --><![CDATA[ ]]></date>",
        "<?x y?><date value=\"2014-12-11\"/> \n",
        "<date xml:lang=\"en\" xml:space=\"preserve\" value=\"2014-12-11\"/>",
        "<p:date xmlns:p=\"http://hl7.org/fhir\" value=\"2014-12-11\"/>",
        "<date xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:noNamespaceSchemaLocation=\"a\""
        + " value=\"2014-12-11\"/>",
        "<date xmlns:unused=\"urn:x\" value='2014-12-11'></date>", "<date value=\"2014&#45;12-11\"/>"})
    void readsPastWhatIsNoElementInside(String date) {
        assertThat(XML.encode(decode(XML, spoilt(XML, DATE, date)).order()))
                .isEqualTo(XML.encode(decode(XML, good(XML)).order()));
    }

    /**
     * RFC 7303, section 3: a mark, then the transport, then the declaration. What none of them makes UTF-8 is not read
     * as such.
     */
    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1252", "x-unknown", "Shift_JIS", "IBM037", "utf-7"})
    void readsADeclaredEncodingAsUtf8OnlyWhereTheTransportSaysSo(String encoding) {
        String body = "<?xml version='1.0' encoding='" + encoding + "'?>"
                + bare(spoilt(XML, "Mrs Jane Johnson", "Mrs J\u00e9n\u20ac ~\\"));

        assertThat(refusal(XML, body))
                .containsExactly("400", "The XML declares another encoding than UTF-8, and may be in it: send UTF-8,"
                + " and say so in the declaration or by the charset of the Content-Type");
        assertThat(refusal(XML, body.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)).get(0)).isEqualTo("400");
        Decoded told = Samples.DECODER.decode(body.getBytes(java.nio.charset.StandardCharsets.UTF_8), XML, true);
        assertThat(told.order().getSubject().getDisplay().getValue()).isEqualTo("Mrs J\u00e9n\u20ac ~\\");
    }

    @Test
    void takesNoControlCharacterThatXml11CanHold() {
        String xml11 = "<?xml version='1.1'?>" + bare(spoilt(XML, "at the next", "at&#1;the next"));
        assertThat(faults(XML, xml11)).containsExactly("NARRATIVE_UNSAFE@/f:Order/f:contained/f:Basic/f:text/h:div");
        assertThat(faults(XML, "<?xml version='1.1'?>" + bare(spoilt(XML, "Mrs Jane", "Mrs&#1;Jane"))))
                .containsExactly("ELEMENT_TYPE@/f:Order/f:subject/f:display");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<Order xmlns='http://hl7.org/fhir'>", "{}", "<Order xmlns='http://hl7.org/fhir'/><a/>",
        "<Order xmlns='http://hl7.org/fhir'/>x", "<!DOCTYPE Order><Order xmlns='http://hl7.org/fhir'/>",
        "<!DOCTYPE Order [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><Order xmlns='http://hl7.org/fhir'><date"
        + " value='&a;'/></Order>",
        "<Order xmlns='http://hl7.org/fhir'><?xml y?></Order>", "<Order xmlns='http://hl7.org/fhir'><? y?></Order>",
        "<?xml version='2.0'?><Order xmlns='http://hl7.org/fhir'/>",
        "<Order xmlns='http://hl7.org/fhir'>&nbsp;</Order>",
        "<Order xmlns='http://hl7.org/fhir'><date value='&eacute;'/></Order>",
        "<Order xmlns='http://hl7.org/fhir'>\u0000</Order>",
        "<Order xmlns='http://hl7.org/fhir'><date value='&#1;'/></Order>", "<f:Order/>", " <?xml version='1.0'?><a/>",
        "<Order xmlns='http://hl7.org/fhir' id='1' id='2'/>"})
    void refusesWhatIsNotPlainXml(String body) {
        assertThat(refusal(XML, body)).hasSize(2).first().isEqualTo("400");
        assertThat(refusal(XML, body).get(1)).startsWith("The XML is not well-formed")
                .doesNotContain("eacute", "passwd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " xmlns='http://hl7.org/FHIR'", " xmlns='urn:x'"})
    void refusesARootOfAnotherNamespace(String namespace) {
        assertThat(refusal(XML, "<Order" + namespace + "><date/></Order>"))
                .containsExactly("400", "The root element must be in the namespace http://hl7.org/fhir");
    }

    @Test
    void refusesAnotherType() {
        assertThat(refusal(XML, "<Patient xmlns='http://hl7.org/fhir'><x/></Patient>"))
                .containsExactly("400", "The resource is of type Patient; expected is Order");
    }

    @Test
    void refusesAnUnknownType() {
        assertThat(refusal(XML, "<order xmlns='http://hl7.org/fhir'><x/></order>"))
                .containsExactly("422", "FHIR DSTU2 has no such resource type; expected is Order");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<displei value='a'/>                   | ELEMENT_UNKNOWN@/f:Order/f:subject/f:displei",
        "<x xmlns='urn:x'/>                     | ELEMENT_UNKNOWN@/f:Order/f:subject/f:x",
        "<display xmlns='urn:x' value='a'/>     | ELEMENT_UNKNOWN@/f:Order/f:subject/f:display",
        "<display xmlns='' value='a'/>          | ELEMENT_UNKNOWN@/f:Order/f:subject/f:display",
        "<id value='a'/>                        | ELEMENT_UNKNOWN@/f:Order/f:subject/f:id",
        "<display value='a'/><display value='b'/> | CARDINALITY@/f:Order/f:subject/f:display",
        "<display value=''/>                    | ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "<display/>                             | ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "<display>Mrs</display>                 | ELEMENT_TYPE@/f:Order/f:subject/f:display;"
        + " ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "<display value='a' id='b'/>            | ",
        "<display value='a' id='b c'/>          | ELEMENT_TYPE@/f:Order/f:subject/f:display/f:id",
        "<display id='b'/>                      | ELEMENT_TYPE@/f:Order/f:subject/f:display",
        "<display value='a' xml:base='b'/>      | ELEMENT_UNKNOWN@/f:Order/f:subject/f:display/@base",
        "<display value='a' id='b'><extension url='http://e'><valueString value='a' id='c'/></extension></display> | ",
        "<display value='a' id='b'><extension url='http://e'><valueString value='a' id='b'/></extension></display>"
            + " | ELEMENT_TYPE@/f:Order/f:subject/f:display/f:extension/f:valueString/f:id",
        "<display value='a' x='b'/>             | ELEMENT_UNKNOWN@/f:Order/f:subject/f:display/@x",
        "<display value='a'><x/></display>      | ELEMENT_UNKNOWN@/f:Order/f:subject/f:display/f:x",
        "<display value='a'><modifierExtension url='http://e'><valueCode value='a'/></modifierExtension></display>"
            + " | MODIFIER_EXTENSION@/f:Order/f:subject/f:display/f:modifierExtension",
        "stray                                  | ELEMENT_TYPE@/f:Order/f:subject",
        "<![CDATA[stray]]>                      | ELEMENT_TYPE@/f:Order/f:subject",
        "<modifierExtension url='http://e'><valueString value='a'/></modifierExtension>"
            + " | MODIFIER_EXTENSION@/f:Order/f:subject/f:modifierExtension",
    })
    void tellsWhatIsWrongInAReference(String spoiler, String fault) {
        assertThat(faults(XML, spoilt(XML, DISPLAY, spoiler)))
                .isEqualTo(fault == null ? List.of() : List.of(fault.split("; ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<extension><valueString value='a'/></extension> | EXTENSION_INCOMPLETE@/f:Order/f:subject/f:extension",
        "<extension url=''><valueString value='a'/></extension> | ELEMENT_TYPE@/f:Order/f:subject/f:extension/f:url",
        "<extension url='http://e'/>            | EXTENSION_INCOMPLETE@/f:Order/f:subject/f:extension",
        "<extension url='http://e'><valueInteger value='1.5'/></extension> |"
        + " ELEMENT_TYPE@/f:Order/f:subject/f:extension/f:valueInteger",
        "<extension url='http://e'><valueBoolean value='1'/></extension> |"
        + " ELEMENT_TYPE@/f:Order/f:subject/f:extension/f:valueBoolean",
        "<extension url='http://e'><valueDecimal value='1e5'/></extension> |"
        + " ELEMENT_TYPE@/f:Order/f:subject/f:extension/f:valueDecimal",
        "<extension url='http://e'><valueInteger value='+5'/></extension> | ",
        "<extension url='http://e'><valueDecimal value='1.50'/></extension> | ",
        "<extension url='http://e'><valueCoding><code value='a'/><extension url='http://i'><valueCode"
        + " value='a'/></extension></valueCoding>"
            + "</extension> | ELEMENT_ORDER@/f:Order/f:subject/f:extension/f:valueCoding/f:extension",
    })
    void tellsWhatIsWrongInAnExtension(String spoiler, String fault) {
        String reference = "<reference value=\"Patient/1\"/>";
        assertThat(faults(XML, spoilt(XML, reference, spoiler + reference)))
                .isEqualTo(fault == null ? List.of() : List.of(fault));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<id value='1'/>                        | ",
        "<id value='1 '/>                       | CLIENT_ID@/f:Order/f:id",
        "<id/>                                  | CLIENT_ID@/f:Order/f:id",
    })
    void leavesAGoodIdToTheUseCase(String id, String fault) {
        String body = good(XML).replaceFirst("<meta>", id + "<meta>");
        assertThat(faults(XML, body)).isEqualTo(fault == null ? List.of() : List.of(fault));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<date value='2014-13-45'/>             | ELEMENT_TYPE@/f:Order/f:date",
        "<date value=' 2014-12-11'/>            | ELEMENT_TYPE@/f:Order/f:date",
        "<subjectResource><reference value='Patient/1'/></subjectResource> |"
        + " ELEMENT_UNKNOWN@/f:Order/f:subjectResource",
        "<reasonReference><reference value='Patient/1'/></reasonReference> | ELEMENT_ORDER@/f:Order/f:subject;"
        + " CARDINALITY@/f:Order/f:reasonCodeableConcept",
        "<identifier><value value='a'/></identifier><identifier><x/></identifier>"
            + " | ELEMENT_UNKNOWN@/f:Order/f:identifier[2]/f:x; ELEMENT_TYPE@/f:Order/f:identifier[2]",
        "<identifier><x/></identifier><identifier><value value='a'/></identifier>"
            + " | ELEMENT_UNKNOWN@/f:Order/f:identifier[1]/f:x; ELEMENT_TYPE@/f:Order/f:identifier[1]",
        "<contained/>                           | RESOURCE_TYPE_UNKNOWN@/f:Order/f:contained[2]",
        "<contained><Basic><id value='b'/></Basic><Basic/></contained> |"
        + " ELEMENT_UNKNOWN@/f:Order/f:contained[2]/f:Basic",
        "<contained><Basil/></contained>        | RESOURCE_TYPE_UNKNOWN@/f:Order/f:contained[2]",
        "<id value='1'/>                        | CLIENT_ID@/f:Order/f:id",
        "<date value='2014-12-11'/><language value='en'/> | ELEMENT_ORDER@/f:Order/f:language",
        "<date value='2014-12-11'/><identifier><value value='a'/></identifier> | ELEMENT_ORDER@/f:Order/f:identifier",
        "<identifier><value value='a'/><system value='http://e'/></identifier> |"
        + " ELEMENT_ORDER@/f:Order/f:identifier/f:system",
        "<meta><tag id='a'><code value='a'/></tag></meta> | CARDINALITY@/f:Order/f:meta",
    })
    void tellsWhatIsWrongInTheOrder(String spoiler, String fault) {
        assertThat(faults(XML, spoilt(XML, DATE, spoiler)))
                .isEqualTo(fault == null ? List.of() : List.of(fault.split("; ")));
    }

    /** Without its declaration. */
    private static String bare(String document) {
        return document.substring(document.indexOf("<Order"));
    }
}

package taskgateway.fhir.strict;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.fhir.Format.JSON;
import static taskgateway.fhir.Format.XML;
import static taskgateway.fhir.strict.Samples.decode;
import static taskgateway.fhir.strict.Samples.faults;
import static taskgateway.fhir.strict.Samples.good;
import static taskgateway.fhir.strict.Samples.refusal;
import static taskgateway.fhir.strict.Samples.spoilt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import taskgateway.fhir.Format;

/** A hostile body costs no more than a refusal. */
@Timeout(60)
class HostileBodiesTest {

    private static final int MANY = 20_000;
    private static final int MEGABYTES = 3 << 20;

    @Test
    void refusesDeepJson() {
        assertThat(refusal(JSON, "{\"a\":".repeat(MANY) + "1" + "}".repeat(MANY))).hasSize(2).first().isEqualTo("400");
        assertThat(refusal(JSON, "[".repeat(MANY))).hasSize(2).first().isEqualTo("400");
    }

    @Test
    void refusesDeepXml() {
        assertThat(refusal(XML,
                "<Order xmlns='http://hl7.org/fhir'>" + "<a>".repeat(MANY) + "</a>".repeat(MANY) + "</Order>"))
                .hasSize(2).first().isEqualTo("400");
        assertThat(refusal(XML, "<Order xmlns='http://hl7.org/fhir'>" + "<extension url='a'>".repeat(MANY)))
                .hasSize(2).first().isEqualTo("400");
    }

    @Test
    void refusesDeepNarratives() {
        String deep = "<b>".repeat(MANY) + "a" + "</b>".repeat(MANY);
        assertThat(faults(JSON, spoilt(JSON, "<div>", "<div>" + deep))).hasSize(1);
        assertThat(refusal(XML, spoilt(XML, "<div>", "<div>" + deep))).first().isEqualTo("400");
    }

    @Test
    void refusesBombsOfEntities() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE Order [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 40; i++) {
            bomb.append("<!ENTITY a").append(i).append(" '&a").append(i - 1).append(";&a").append(i - 1).append(";'>");
        }
        String body = bomb + "]><Order xmlns='http://hl7.org/fhir'><date value='&a39;'/></Order>";
        assertThat(refusal(XML, body)).first().isEqualTo("400");
    }

    @Test
    void refusesBodiesOfCountlessValues() {
        assertThat(refusal(JSON, "{\"resourceType\":\"Order\",\"a\":[" + "{},".repeat(MEGABYTES / 3) + "{}]}")).first()
                .isEqualTo("400");
        assertThat(refusal(XML, "<Order xmlns='http://hl7.org/fhir'>" + "<a/>".repeat(MEGABYTES / 4) + "</Order>"))
                .first().isEqualTo("400");
    }

    @Test
    void tellsAHundredFaultsAtMost() {
        StringBuilder body = new StringBuilder("{\"resourceType\":\"Order\"");
        for (int i = 0; i < MANY; i++) {
            body.append(",\"a").append(i).append("\":1");
        }
        assertThat(decode(JSON, body + "}").findings()).hasSize(100);
        assertThat(refusal(JSON, "{" + "\"a\":1,".repeat(MANY) + "\"a\":1}")).hasSize(101);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void acceptsAStringOfMegabytes(Format format) {
        String long_ = "a long display ".repeat(MEGABYTES / 15);
        Decoded decoded = decode(format, spoilt(format, "Mrs Jane Johnson", long_));
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.order().getSubject().getDisplay().getValue()).isEqualTo(long_);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void acceptsANarrativeOfMegabytes(Format format) {
        assertThat(faults(format, spoilt(format, "Please review", "Please review &amp; ".repeat(MEGABYTES / 20))))
                .isEmpty();
    }

    @Test
    void readsStylesAndLinksOfMegabytesInOnePass() {
        for (String attribute
                : new String[] {"style='opacity:" + "0".repeat(MEGABYTES) + "1'",
                        "style='display" + " ".repeat(MEGABYTES) + "x'",
            "style='" + "display :".repeat(MEGABYTES / 9) + "'", "style='" + "opacity:.".repeat(MEGABYTES / 9) + "'"}) {
            assertThat(faults(JSON, spoilt(JSON, "<div>", "<div " + attribute + ">")))
                    .containsExactly("NARRATIVE_UNSAFE@/f:Order/f:contained/f:Basic/f:text/h:div");
        }
        String link = "<div><a href='" + "a:".repeat(MEGABYTES / 2) + "'>";
        assertThat(faults(JSON, spoilt(JSON, "<div>", link + "a</a>"))).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesMegabytesWhereAShortValueBelongs(Format format) {
        for (String value
                : new String[] {"1".repeat(MEGABYTES), "2014-12-11T10:00:00." + "1".repeat(MEGABYTES),
                        "a ".repeat(MEGABYTES / 2)}) {
            assertThat(faults(format, spoilt(format, "2014-12-11", value)))
                    .containsExactly("ELEMENT_TYPE@/f:Order/f:date");
        }
    }

    @Test
    void checksValuesOfMegabytesInOnePass() {
        for (Primitive type : Primitive.values()) {
            for (String value
                    : new String[] {"a".repeat(MEGABYTES), "a ".repeat(MEGABYTES / 2) + " ", " ".repeat(MEGABYTES),
                "1".repeat(MEGABYTES), "urn:oid:1" + ".1".repeat(MEGABYTES / 2), "0.".repeat(MEGABYTES / 2)}) {
                type.allows(type.ofXml(value));
            }
        }
    }

    @Test
    void refusesNumbersThatWouldGrow() {
        String quantity = "\"extension\":[{\"url\":\"http://e\",\"valueDecimal\":%s}],\"date\"";
        for (String number : new String[] {"1e999999999", "1e-999999999", "1E5", "1e99999999999999999999", "-1e1"}) {
            assertThat(faults(JSON, spoilt(JSON, "\"date\"", quantity.formatted(number))))
                    .containsExactly("ELEMENT_TYPE@/f:Order/f:extension/f:valueDecimal");
        }
        assertThat(faults(JSON, spoilt(JSON, "\"date\"", quantity.formatted("1.500")))).isEmpty();
        assertThat(refusal(JSON, spoilt(JSON, "\"date\"", quantity.formatted("1".repeat(MEGABYTES))))).first()
                .isEqualTo("400");
    }

    @Test
    void survivesKeysMadeToCollide() {
        StringBuilder body = new StringBuilder("{\"resourceType\":\"Order\"");
        for (int i = 0; i < 1 << 14; i++) {
            body.append(",\"");
            for (int bit = 0; bit < 14; bit++) {
                body.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            body.append("\":1");
        }
        assertThat(decode(JSON, body + "}").findings()).hasSize(100);
    }

    @Test
    void refusesEveryTruncationOfABody() {
        for (Format format : Format.values()) {
            String body = good(format).strip();
            for (int length = 0; length < body.length(); length += 7) {
                assertThat(refusal(format, body.substring(0, length))).first().isEqualTo("400");
            }
        }
    }
}

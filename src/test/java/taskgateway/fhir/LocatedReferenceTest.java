package taskgateway.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ca.uhn.fhir.model.api.IResource;
import org.junit.jupiter.api.Test;

class LocatedReferenceTest {

    @Test
    void findsReferencesWhereverTheyStand() {
        IResource order = (IResource) Format.JSON.parser().parseResource("""
                {"resourceType":"Order",
                 "extension":[{"url":"urn:a","valueReference":{"reference":"Device/1"}},
                              {"url":"urn:b","extension":[{"url":"urn:c","valueReference":{"reference":"Device/2"}}]}],
                 "modifierExtension":[{"url":"urn:d","valueReference":{"reference":"Device/3"}}],
                 "contained":[{"resourceType":"Basic","id":"x",
                   "extension":[{"url":"urn:e","valueReference":{"reference":"Device/4"}}],
                   "text":{"status":"generated","div":"<div>text</div>"},
                   "code":{"coding":[{"code":"c","_code":{"extension":[{"url":"urn:f","valueReference":{"reference":"Device/5"}}]}}]},
                   "subject":{"reference":"Patient/2"}}],
                 "identifier":[{"value":"1","assigner":{"reference":"Organization/7"}}],
                 "date":"2018-02-01","_date":{"extension":[{"url":"urn:g","valueReference":{"reference":"Device/6"}}]},
                 "subject":{"reference":"Patient/1","_reference":{"extension":[{"url":"urn:h","valueReference":{"reference":"Device/7"}}]}},
                 "source":{"display":"says nowhere"},
                 "target":{"extension":[{"url":"urn:i","valueReference":{"reference":"Device/8"}}],"reference":"Organization/2"},
                 "when":{"schedule":{"event":["2018-02-01"],"extension":[{"url":"urn:j","valueReference":{"reference":"Device/9"}}]}},
                 "detail":[{"reference":"#x"},{"reference":"Basic/2"}]}
                """);

        assertThat(LocatedReference.in(order)).extracting(LocatedReference::location, LocatedReference::value)
                .containsExactlyInAnyOrder(
                        tuple("/f:Order/f:extension[1]/f:valueReference/f:reference", "Device/1"),
                        tuple("/f:Order/f:extension[2]/f:extension/f:valueReference/f:reference", "Device/2"),
                        tuple("/f:Order/f:modifierExtension/f:valueReference/f:reference", "Device/3"),
                        tuple("/f:Order/f:contained/f:Basic/f:extension/f:valueReference/f:reference", "Device/4"),
                        tuple("/f:Order/f:contained/f:Basic/f:code/f:coding/f:code/f:extension/f:valueReference"
                        + "/f:reference",
                                "Device/5"),
                        tuple("/f:Order/f:contained/f:Basic/f:subject/f:reference", "Patient/2"),
                        tuple("/f:Order/f:identifier/f:assigner/f:reference", "Organization/7"),
                        tuple("/f:Order/f:date/f:extension/f:valueReference/f:reference", "Device/6"),
                        tuple("/f:Order/f:subject/f:reference", "Patient/1"),
                        tuple("/f:Order/f:subject/f:reference/f:extension/f:valueReference/f:reference", "Device/7"),
                        tuple("/f:Order/f:target/f:extension/f:valueReference/f:reference", "Device/8"),
                        tuple("/f:Order/f:target/f:reference", "Organization/2"),
                        tuple("/f:Order/f:when/f:schedule/f:extension/f:valueReference/f:reference", "Device/9"),
                        tuple("/f:Order/f:detail[1]/f:reference", "#x"),
                        tuple("/f:Order/f:detail[2]/f:reference", "Basic/2"));
    }
}

package taskgateway.fhir.strict;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.model.dstu2.resource.Device;
import ca.uhn.fhir.model.dstu2.resource.Organization;
import ca.uhn.fhir.model.dstu2.resource.Practitioner;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resources out of JSON that was parsed already, as the audit token's claims are. */
class ResourceReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PRACTITIONER = """
            {"resourceType":"Practitioner","id":"1",
             "identifier":[{"system":"http://fhir.nhs.net/sds-user-id","value":"G13579135"}],
             "name":{"family":["Jones"],"given":["Claire"],"prefix":["Dr"]},
             "practitionerRole":[{"role":{"coding":[{"system":"http://fhir.nhs.net/ValueSet/sds-job-role-name-1","code":"1"}]}}]}
            """;

    @Test
    void readsAClaimAndLeavesItAsItIs() throws JsonProcessingException {
        JsonNode claim = JSON.readTree(PRACTITIONER);
        Parsed<Practitioner> parsed = new ResourceReader<>(Practitioner.class).read(claim);
        assertThat(parsed.findings()).isEmpty();
        assertThat(parsed.resource().getIdentifier().get(0).getValue()).isEqualTo("G13579135");
        JsonNode bad = JSON.readTree(PRACTITIONER.replace("\"id\"", "\"x\":1,\"id\""));
        assertThat(new ResourceReader<>(Practitioner.class).read(bad).findings()).hasSize(1);
        assertThat(bad.has("x")).isTrue();
    }

    @Test
    void asksForNoElementThatTheSpecificationsOwnClaimsLeaveOut() throws JsonProcessingException {
        JsonNode claim =
                JSON.readTree("{\"resourceType\":\"Device\",\"id\":\"1\",\"model\":\"v1\",\"version\":\"1.1\"}");
        assertThat(new ResourceReader<>(Device.class).read(claim).findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"resourceType\":\"Organization\",\"name\":5}        | ELEMENT_TYPE@/f:Organization/f:name",
        "{\"resourceType\":\"Organization\",\"naem\":\"a\"}    | ELEMENT_UNKNOWN@/f:Organization/f:naem",
        "{\"resourceType\":\"Organization\",\"active\":\"true\"} | ELEMENT_TYPE@/f:Organization/f:active",
        "{\"resourceType\":\"Practitioner\"}                   | BODY_OTHER_TYPE@null",
        "{\"resourceType\":\"Organisation\"}                   | RESOURCE_TYPE_UNKNOWN@null",
        "{\"name\":\"a\"}                                      | BODY_NO_RESOURCE_TYPE@null",
        "\"Organization\"                                      | BODY_NO_RESOURCE_TYPE@null",
        "null                                                  | BODY_NO_RESOURCE_TYPE@null",
        "[]                                                    | BODY_NO_RESOURCE_TYPE@null",
    })
    void tellsWhatIsWrongInAClaimAndThrowsNothing(String claim, String fault) throws JsonProcessingException {
        assertThat(new ResourceReader<>(Organization.class).read(JSON.readTree(claim)).findings())
                .extracting(finding -> finding.rule() + "@" + finding.location()).containsExactly(fault);
    }
}

package taskgateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.token.ClaimsTest.refuses;
import static taskgateway.token.GoodToken.check;
import static taskgateway.token.GoodToken.json;
import static taskgateway.token.GoodToken.person;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The claims that hold FHIR resources. */
class ResourceClaimsTest {

    @ParameterizedTest
    @CsvSource({"requesting_device, Device", "requesting_organization, Organization",
            "requesting_identity, Practitioner"})
    void refusesAResourceThatIsNotValidDstu2(String name, String type) {
        String fault = "422 INVALID_RESOURCE Claim " + name + " is not a valid FHIR DSTU2 " + type;
        refuses(claims -> claims.withObject("/" + name).put("invalidField", "x"), fault);
        refuses(claims -> claims.withObject("/" + name).put("resourceType", "Patient"), fault);
        refuses(claims -> claims.withObject("/" + name).put("resourceType", "Nonsense"), fault);
        refuses(claims -> claims.withObject("/" + name).put("resourceType", 1), fault);
        refuses(claims -> claims.withObject("/" + name).remove("resourceType"), fault);
        refuses(claims -> claims.withObject("/" + name).put("identifier", "x"), fault);
    }

    @Test
    void refusesAnOrganisationWithoutAnOdsCode() {
        String fault = "400 BAD_REQUEST Claim requesting_organization has no ODS code";
        refuses(claims -> claims.withObject("/requesting_organization").remove("identifier"), fault);
        refuses(claims -> identifier(claims).put("system", "http://fhir.nhs.net/Id/other"), fault);
        refuses(claims -> identifier(claims).remove("value"), fault);
    }

    @Test
    void refusesABlankOdsCodeAsAnInvalidResource() {
        refuses(claims -> identifier(claims).put("value", " "), "422 INVALID_RESOURCE Claim requesting_organization");
    }

    @Test
    void acceptsAnIdentifierSystemInWordsAsThePublishedTokensHaveIt() {
        assertThat(check(claims -> claims.withObject("/requesting_device").withArray("identifier").addObject()
                .put("system", "Web Interface").put("value", "Postman")).device()).contains("Postman");
    }

    @Test
    void acceptsTheIdentityUnderItsEarlierName() {
        Caller caller = check(claims -> claims.set("requesting_practitioner", claims.remove("requesting_identity")));
        assertThat(caller.userId()).isEqualTo("111222333444");
    }

    @Test
    void checksTheIdentityUnderBothNamesWhereATokenHoldsBoth() {
        refuses(claims -> claims.set("requesting_practitioner", person()),
                "422 INVALID_RESOURCE Claim requesting_practitioner");
        refuses(claims -> claims.set("requesting_practitioner",
                        json("{\"resourceType\": \"Practitioner\", \"id\": \"other\"}")),
                "400 BAD_REQUEST Claim sub differs: it must be the id of requesting_practitioner.");
    }

    @Test
    void acceptsAPersonWithoutAnOrganisationForAPatientFacingRequest() {
        Caller caller = check(ResourceClaimsTest::makePatientFacing);
        assertThat(caller.userId()).isEqualTo("G1357");
        assertThat(caller.userName()).isEqualTo("Mrs Jane Johnson");
        assertThat(caller.role()).isNull();
        assertThat(caller.organisation()).isNull();
    }

    @Test
    void refusesTheWrongKindOfIdentityForTheReason() {
        refuses(claims -> claims.set("requesting_identity", person()),
                "422 INVALID_RESOURCE Claim requesting_identity");
        refuses(claims -> claims.put("reason_for_request", "patientfacing"),
                "422 INVALID_RESOURCE Claim requesting_identity");
    }

    @Test
    void checksTheOrganisationOfAPatientFacingRequestThatHasOne() {
        refuses(claims -> makePatientFacing(claims).putNull("requesting_organization"),
                "400 BAD_REQUEST Claim requesting_organization is null");
    }

    @Test
    void anUnknownReasonLeavesTheIdentityToItsOwnType() {
        refuses(claims -> makePatientFacing(claims).put("reason_for_request", "x"),
                "400 BAD_REQUEST Claim reason_for_request is unknown");
    }

    @Test
    void auditsTheRequestedRecordOfTheEarlierEdition() {
        assertThat(check(claims -> claims.set("requested_record", patient("9000000009"))).requestedRecord())
                .isEqualTo("http://fhir.nhs.net/Id/nhs-number|9000000009");
        assertThat(check(claims -> claims.set("requested_record", claims.get("requesting_organization")))
                .requestedRecord())
                .isEqualTo("http://fhir.nhs.net/Id/ods-organization-code|GPC001");
        assertThat(check(claims ->
                claims.set("requested_record", json("{\"resourceType\": \"Patient\", \"id\": \"1\"}")))
                .requestedRecord()).isEqualTo("Patient");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9000000008", "900000000", "90000000090", "900 000 0009", "abcdefghij", "٩٠٠٠٠٠٠٠٠٩"})
    void refusesARequestedPatientWithAMalformedNhsNumber(String nhsNumber) {
        refuses(claims -> claims.set("requested_record", patient(nhsNumber)),
                "400 BAD_REQUEST Claim requested_record has a malformed NHS number");
    }

    @Test
    void refusesARequestedRecordThatIsNoPatientOrOrganisation() {
        refuses(claims -> claims.set("requested_record", person()), "422 INVALID_RESOURCE Claim requested_record");
        refuses(claims -> claims.put("requested_record", "Patient/1"),
                "400 BAD_REQUEST Claim requested_record is of the wrong JSON type");
        refuses(claims -> claims.putNull("requested_record"), "400 BAD_REQUEST Claim requested_record is null");
    }

    @Test
    void replacesControlCharactersInWhatIsAudited() {
        Caller caller = check(claims -> claims.withObject("/requesting_device")
                .put("model", "Hub\r\n2018 forged line"));
        assertThat(caller.device()).isEqualTo("Hub  2018 forged line 1.1 ws-7");
    }

    private static ObjectNode makePatientFacing(ObjectNode claims) {
        claims.remove("requesting_organization");
        claims.set("requesting_identity", person());
        return claims.put("reason_for_request", "patientfacing");
    }

    private static ObjectNode patient(String nhsNumber) {
        return json("""
                {"resourceType": "Patient", "identifier": [{"system": "http://fhir.nhs.net/Id/nhs-number", "value": "%s"}]}
                """.formatted(nhsNumber));
    }

    private static ObjectNode identifier(ObjectNode claims) {
        return (ObjectNode) claims.at("/requesting_organization/identifier/0");
    }
}

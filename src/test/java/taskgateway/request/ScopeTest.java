package taskgateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

    @ParameterizedTest
    @CsvSource({
        // scope,                  create, read, metadata
        "organization/*.write,     true,   false, false",
        "organization/*.*,         true,   true,  true",
        "organization/*.read,      false,  true,  true",
        "patient/*.write,          true,   false, false",
        "patient/*.read,           false,  true,  false",
        "patient/Order.write,      true,   false, false",
        "organization/oRDER.*,     true,   true,  false",
        "organization/Order.read,  false,  true,  false",
        "patient/Patient.*,        false,  false, false",
        "patient/Patient.read organization/*.write, true, false, false",
    })
    void grantsOnlyWhatItSays(String scope, boolean create, boolean read, boolean metadata) {
        var scopes = Scope.parse(scope).orElseThrow();
        assertThat(Interaction.CREATE_ORDER.grantedBy(scopes)).isEqualTo(create);
        assertThat(Interaction.READ_ORDER.grantedBy(scopes)).isEqualTo(read);
        assertThat(Interaction.READ_METADATA.grantedBy(scopes)).isEqualTo(metadata);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "write", "organization", "organization/*", "organization/.write", "organization/*.",
                "organisation/*.write",
        "Organization/*.write", "organization/*.Write", "organization/*.execute", "organization/*.write,patient/*.read",
        "organization/*.write ", " organization/*.write", "organization/*.write  patient/*.read",
        "organization/*.write nonsense",
        "organization/*.write\npatient/*.read", "user/*.write", "organization/Order*.write", "organization/*.read.write"
    })
    void oneMalformedItemSpoilsTheClaim(String claim) {
        assertThat(Scope.parse(claim)).isEmpty();
    }

    @Test
    void anInteractionIsKnownByItsIdOfEitherEdition() {
        assertThat(Interaction.CREATE_ORDER.ids()).containsExactly(
                "urn:nhs:names:services:gpconnect:fhir:rest:create:order-1",
                "urn:nhs:names:services:gpconnect:fhir:rest:create:order");
        assertThat(Interaction.READ_ORDER.id()).isEqualTo("urn:nhs:names:services:gpconnect:fhir:rest:read:order-1");
        assertThat(Interaction.READ_METADATA.ids())
                .contains("urn:nhs:names:services:gpconnect:fhir:rest:read:metadata");
    }
}

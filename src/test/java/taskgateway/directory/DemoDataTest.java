package taskgateway.directory;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The registries' files are FHIR DSTU2 that other tools read: HAPI's reference validator finds no error in them. */
class DemoDataTest {

    private static FhirValidator validator;

    @BeforeAll
    static void makeValidator() {
        FhirContext context = FhirContext.forDstu2Hl7Org();
        validator = context.newValidator().registerValidatorModule(new FhirInstanceValidator(new ValidationSupportChain(
                new DefaultProfileValidationSupport(context), new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context))));
    }

    @ParameterizedTest
    @MethodSource("files")
    void isValidDstu2(Path file) throws IOException {
        assertThat(validator.validateWithResult(Files.readString(file)).getMessages())
                .filteredOn(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0).isEmpty();
    }

    @Test
    void wouldFindAnError() {
        String spoilt = "{\"resourceType\":\"Patient\",\"id\":\"1\",\"link\":[{\"type\":\"refer\"}]}";

        assertThat(validator.validateWithResult(spoilt).isSuccessful()).isFalse();
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("config"))) {
            return all.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> file.startsWith("config/registry") || file.startsWith("config/simulator")).sorted()
                    .toList();
        }
    }
}

package taskgateway.bench;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ValidationResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * HAPI's instance validator on the project's profiles, without terminology: of a value set that is a code system of its
 * own, as DSTU2's are, it fails.
 */
final class InstanceValidator {

    private final FhirValidator validator;

    InstanceValidator(FhirContext context, Path profiles) {
        PrePopulatedValidationSupport own = new PrePopulatedValidationSupport(context);
        try (Stream<Path> files = Files.list(profiles)) {
            files.sorted().forEach(file -> own.addResource(read(context, file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FhirInstanceValidator module = new FhirInstanceValidator(new ValidationSupportChain(own,
                new DefaultProfileValidationSupport(context), new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context)));
        module.setNoTerminologyChecks(true);
        validator = context.newValidator().registerValidatorModule(module);
    }

    ValidationResult validate(IBaseResource resource) {
        return validator.validateWithResult(resource);
    }

    private static IBaseResource read(FhirContext context, Path file) {
        try {
            return context.newXmlParser().parseResource(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

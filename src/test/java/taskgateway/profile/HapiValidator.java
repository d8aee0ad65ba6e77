package taskgateway.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.dstu2.model.ValueSet;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * The reference to compare with: HAPI's instance validator, on the same profile files. It needs the HL7 model of DSTU2
 * and a chain that caches.
 */
public final class HapiValidator {

    private static final FhirContext CONTEXT = FhirContext.forDstu2Hl7Org();
    private final FhirValidator validator;

    /**
     * @param profiles the directory of the project's own definitions
     */
    public HapiValidator(Path profiles) {
        OwnDefinitions own = new OwnDefinitions();
        try (var files = Files.list(profiles)) {
            files.sorted().forEach(file -> own.addResource(read(file)));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        ValidationSupportChain chain = new ValidationSupportChain(own, new DefaultProfileValidationSupport(CONTEXT),
                new CommonCodeSystemsTerminologyService(CONTEXT),
                new InMemoryTerminologyServerValidationSupport(CONTEXT));
        FhirInstanceValidator module = new FhirInstanceValidator(chain);
        module.setNoTerminologyChecks(false);
        validator = CONTEXT.newValidator().registerValidatorModule(module);
    }

    /**
     * What HAPI refuses in a resource, JSON or XML, against the profiles that its meta.profile names. On a code that is
     * none of a value set of FHIR's own, and on some XML, HAPI fails instead of saying so: that is a refusal too.
     *
     * @param against further profiles, whether or not the resource names them
     */
    public List<String> errors(String resource, String... against) {
        ValidationOptions options = new ValidationOptions();
        List.of(against).forEach(options::addProfile);
        try {
            return validator.validateWithResult(resource, options).getMessages().stream()
                    .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                    .map(HapiValidator::words)
                    .toList();
        } catch (RuntimeException | Error failure) {
            return List.of("HAPI fails: " + failure);
        }
    }

    private static String words(SingleValidationMessage message) {
        return message.getLocationString() + ": " + message.getMessage();
    }

    /**
     * The project's definitions. In DSTU2 a value set that defines its codes is their code system too, which HAPI knows
     * of its own value sets only: here a code is one of the value set, or it is not.
     */
    private static final class OwnDefinitions extends PrePopulatedValidationSupport {

        OwnDefinitions() {
            super(CONTEXT);
        }

        @Override
        public IBaseResource fetchCodeSystem(String system) {
            return fetchValueSet(system);
        }

        @Override
        public boolean isCodeSystemSupported(ValidationSupportContext context, String system) {
            return fetchValueSet(system) != null;
        }

        @Override
        public CodeValidationResult validateCode(ValidationSupportContext context, ConceptValidationOptions options,
                String system, String code, String display, String valueSetUrl) {
            return fetchValueSet(system) instanceof ValueSet valueSet ? judge(valueSet, code) : null;
        }

        @Override
        public CodeValidationResult validateCodeInValueSet(ValidationSupportContext context,
                ConceptValidationOptions options, String system, String code, String display, IBaseResource valueSet) {
            String url = ((ValueSet) valueSet).getUrl();
            if (!(fetchValueSet(url) instanceof ValueSet own)) {
                return null;
            }
            return url.equals(system) ? judge(own, code) : refused();
        }

        private static CodeValidationResult judge(ValueSet valueSet, String code) {
            return valueSet.getCodeSystem().getConcept().stream().anyMatch(concept -> concept.getCode().equals(code))
                    ? new CodeValidationResult().setCode(code)
                    : refused();
        }

        private static CodeValidationResult refused() {
            return new CodeValidationResult().setSeverity(IssueSeverity.ERROR).setMessage("no code of the value set");
        }
    }

    private static IBaseResource read(Path file) {
        try {
            return CONTEXT.newXmlParser().parseResource(Files.readString(file));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}

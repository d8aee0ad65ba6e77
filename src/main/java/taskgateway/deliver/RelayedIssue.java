package taskgateway.deliver;

import ca.uhn.fhir.model.dstu2.composite.CodingDt;
import ca.uhn.fhir.model.dstu2.resource.OperationOutcome;
import ca.uhn.fhir.model.dstu2.valueset.IssueTypeEnum;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import taskgateway.fhir.Uris;
import taskgateway.outcome.ErrorCode;
import taskgateway.outcome.Issue;

/**
 * A fault that a FHIR provider found, as the sender may see it: codes that mean something to the sender, the place, and
 * diagnostics that give away nothing of the provider's inside or of the patient (specification, section 6).
 */
final class RelayedIssue {

    private static final int LONGEST = 1000;

    /** What a provider's words must not hold; each pattern looks at a bounded text and never far back. */
    private static final Predicate<String> TELLING = Pattern.compile(String.join("|",
            "\\bat [\\w.$<>]{1,200}\\(", "Traceback", "Caused by", // a stack trace
            "\\b[a-z]\\w{0,50}\\.[a-z]\\w{0,50}\\.[\\w.]{0,100}[A-Z]", "\\b[A-Z]\\w{0,100}(Exception|Error)\\b", // a class
            "\\b\\w{1,100}\\.(java|kt|cs|py|js|php|jar|dll|class)\\b", "\\b[A-Za-z]:\\\\", "\\\\\\\\\\w", // a file
            "(^|[\\s(\"'=\\[:,;])/[\\w.-]{1,100}/", // a path; an XPath's steps have a prefix
            "(?<!\\d)\\d{3}[ -]?\\d{3}[ -]?\\d{4}(?!\\d)" // an NHS number
            )).asPredicate();

    private static final Predicate<String> XPATH = Pattern.compile("[\\w:./@()\\[\\]'\"=*-]{1,200}").asMatchPredicate();

    private static final Predicate<String> NHS_NUMBER = Pattern.compile("\\d{10}").asPredicate();

    private RelayedIssue() {
    }

    static Issue of(OperationOutcome.Issue theirs) {
        IssueTypeEnum type = theirs.getCodeElement().getValueAsEnum();
        return new Issue(type == null ? IssueTypeEnum.PROCESSING_FAILURE.getCode() : type.getCode(), code(theirs), location(theirs),
                Optional.ofNullable(theirs.getDiagnostics()).filter(text -> text.length() <= LONGEST)
                        .filter(TELLING.negate()).orElse(null));
    }

    private static ErrorCode code(OperationOutcome.Issue theirs) {
        return theirs.getDetails().getCoding().stream()
                .filter(coding -> Uris.ERROR_CODE.equals(coding.getSystem()))
                .map(CodingDt::getCode)
                .flatMap(code -> Arrays.stream(ErrorCode.values()).filter(known -> known.name().equals(code)))
                .findFirst()
                .orElse(null);
    }

    private static String location(OperationOutcome.Issue theirs) {
        return theirs.getLocation().stream().map(place -> place.getValue()).filter(place -> place != null)
                .filter(XPATH.and(NHS_NUMBER.negate())).findFirst().orElse(null);
    }
}

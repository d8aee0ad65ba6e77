package taskgateway.deliver.fhir;

import ca.uhn.fhir.model.dstu2.valueset.IssueTypeEnum;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import taskgateway.fhir.Uris;
import taskgateway.rules.ErrorCode;
import taskgateway.rules.Issue;

/**
 * A fault that a FHIR provider found, as the sender may see it: codes that mean something to the sender, the place, and
 * diagnostics that give away nothing of the provider's inside or of the patient (specification, section 6).
 */
final class RelayedIssue {

    private static final int LONGEST = 1000;
    /** Of how many texts for one fault the sender gets the first that it may see. */
    private static final int MOST_TEXTS = 10;

    /** What may stand between the groups of an NHS number: any space or dash, one that is not seen included. */
    private static final String BETWEEN = "[\\s\\p{Z}\\p{Pd}\\p{Cf}\\u2212._/]{0,3}";

    private static final Predicate<String> NHS_NUMBER = Pattern.compile(
            "(?<!\\p{Nd})\\p{Nd}{3}" + BETWEEN + "\\p{Nd}{3}" + BETWEEN + "\\p{Nd}{4}(?!\\p{Nd})").asPredicate();

    /** What a provider's words must not hold; each pattern looks at a bounded text and never far back. */
    private static final Predicate<String> TELLING = Pattern.compile(String.join("|",
            "\\bat [\\w.$<>]{1,200}\\(", "Traceback", "Caused by", // a stack trace
            "\\b[a-z]\\w{0,50}\\.[a-z]\\w{0,50}\\.[\\w.]{0,100}[A-Z]", // a class
            "\\b[A-Z]\\w{0,100}(Exception|Error)\\b",
            "\\b\\w{1,100}\\.(java|kt|cs|py|js|php|jar|dll|class)\\b", "\\b[A-Za-z]:\\\\", "\\\\\\\\\\w", // a file
            "(^|[\\s(\"'=\\[:,;])/[\\w.-]{1,100}/" // a path; an XPath's steps have a prefix
            )).asPredicate().or(NHS_NUMBER);

    private static final Predicate<String> XPATH = Pattern.compile("[\\w:./@()\\[\\]'\"=*-]{1,200}").asMatchPredicate();

    private static final Set<String> KNOWN_TYPES =
            Arrays.stream(IssueTypeEnum.values()).map(IssueTypeEnum::getCode).collect(Collectors.toUnmodifiableSet());

    private RelayedIssue() {
    }

    /**
     * @param theirs an issue of an OperationOutcome; that of DSTU1 has a code in {@code type}, a text as
     * {@code details}
     */
    static Issue of(LooseTree theirs) {
        String type = Stream.concat(theirs.texts("code"), theirs.texts("type", "code")).filter(KNOWN_TYPES::contains)
                .findFirst().orElse(IssueTypeEnum.PROCESSING_FAILURE.getCode());
        Stream<String> places = Stream.concat(theirs.texts("location"), theirs.texts("expression"));
        // A code that is relayed has its display already.
        Stream<String> displays = theirs.all("details", "coding").filter(coding -> codes(coding).findAny().isEmpty())
                .flatMap(coding -> coding.texts("display"));
        Stream<String> words = Stream.of(theirs.texts("diagnostics"), theirs.texts("details", "text"), displays,
                theirs.texts("details")).flatMap(each -> each);
        return new Issue(type, code(theirs), places.filter(XPATH.and(NHS_NUMBER.negate())).findFirst().orElse(null),
                first(words).orElse(null));
    }

    /** The first of a provider's texts that the sender may see. */
    static Optional<String> first(Stream<String> texts) {
        return texts.filter(text -> text.length() <= LONGEST).limit(MOST_TEXTS).filter(TELLING.negate()).findFirst();
    }

    private static ErrorCode code(LooseTree theirs) {
        return theirs.all("details", "coding").flatMap(RelayedIssue::codes).findFirst().orElse(null);
    }

    private static Stream<ErrorCode> codes(LooseTree coding) {
        return coding.texts("system").filter(Uris.ERROR_CODE::equals).flatMap(system -> coding.texts("code"))
                .flatMap(code -> Arrays.stream(ErrorCode.values()).filter(known -> known.name().equals(code)));
    }
}

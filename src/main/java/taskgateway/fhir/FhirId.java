package taskgateway.fhir;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The id of a resource, or of a version of it, as FHIR DSTU2 has them: 1 to 64 letters, digits, hyphens and dots. */
public final class FhirId {

    /** The form, for a pattern that holds more than an id. */
    public static final String FORM = "[A-Za-z0-9.-]{1,64}";

    private static final Predicate<String> ID = Pattern.compile(FORM).asMatchPredicate();
    private static final Predicate<String> STEP = Pattern.compile("(?!\\.{1,2}$)" + FORM).asMatchPredicate();

    private FhirId() {
    }

    /** Whether the text is an id; null is none. */
    public static boolean isLegal(String text) {
        return text != null && ID.test(text);
    }

    /** Whether it may be a step of a URL's path, too: one of one or two dots alone would climb out of it. */
    public static boolean isLegalInPath(String text) {
        return text != null && STEP.test(text);
    }
}

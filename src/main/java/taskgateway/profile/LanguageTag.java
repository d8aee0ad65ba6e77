package taskgateway.profile;

import static taskgateway.rules.Rule.BINDING;

import java.util.IllformedLocaleException;
import java.util.Locale;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import taskgateway.fhir.ElementPath;

/**
 * A code is a language tag. FHIR binds languages to a document, BCP 47, which lists no codes but says how one is
 * written.
 *
 * @param path the element's path in the definitions
 */
record LanguageTag(String path) implements ValueRule {

    static final String BCP_47 = "http://tools.ietf.org/html/bcp47";

    @Override
    public void check(IBase value, ElementPath place, ProfileWalk walk) {
        String tag = ((IPrimitiveType<?>) value).getValueAsString();
        if (tag == null || !isWellFormed(tag)) {
            walk.found(BINDING, place, path + " must be a language tag of BCP 47, such as en-GB.");
        }
    }

    private static boolean isWellFormed(String tag) {
        try {
            new Locale.Builder().setLanguageTag(tag);
            return true;
        } catch (IllformedLocaleException malformed) {
            return false;
        }
    }
}

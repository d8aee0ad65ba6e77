package taskgateway.fhir;

import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.model.primitive.IdDt;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Translates URLs at the gateway's face: inside, references are relative to the provider's service root; the caller
 * sees those under the root that the caller used (specification, section 7).
 */
public final class UrlTranslation {

    private static final Pattern RELATIVE = Pattern.compile("[A-Za-z]+/" + FhirId.FORM + "(/_history/" + FhirId.FORM
            + ")?");

    private UrlTranslation() {
    }

    /** Makes references under one of the service roots relative. Returns the Order, changed. */
    public static Order relative(Order order, List<String> roots) {
        for (LocatedReference located : LocatedReference.in(order)) {
            String relative = relative(located.value(), roots);
            if (!relative.equals(located.value())) {
                located.reference().setReference(relative);
            }
        }
        return order;
    }

    /**
     * A reference under one of the service roots as a relative one; any other as it is. Scheme and host compare as RFC
     * 3986 has it, the path to the letter.
     */
    public static String relative(String reference, List<String> roots) {
        if (reference.indexOf(':') < 0) {
            return reference;
        }
        String url = HttpUrl.normal(reference);
        // Of two roots that both begin it, only the longer one leaves a relative reference.
        return roots.stream().map(HttpUrl::normal)
                .filter(root -> url.startsWith(root) && url.startsWith("/", root.length()))
                .map(root -> url.substring(root.length() + 1))
                .filter(rest -> RELATIVE.matcher(rest).matches())
                .findFirst()
                .orElse(reference);
    }

    /** Makes relative references those to the resource, whatever its version. Returns the Order, changed. */
    public static Order unversioned(Order order) {
        for (LocatedReference located : LocatedReference.in(order)) {
            int history = located.value().indexOf("/_history/");
            if (history > 0 && RELATIVE.matcher(located.value()).matches()) {
                located.reference().setReference(located.value().substring(0, history));
            }
        }
        return order;
    }

    /** Puts relative references under a service root. Returns the Order, changed. */
    public static Order absolute(Order order, String root) {
        for (LocatedReference located : LocatedReference.in(order)) {
            if (RELATIVE.matcher(located.value()).matches()) {
                located.reference().setReference(new IdDt(root + "/" + located.value()));
            }
        }
        return order;
    }
}

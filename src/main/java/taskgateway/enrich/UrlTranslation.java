package taskgateway.enrich;

import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.model.primitive.IdDt;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Translates URLs at the gateway's face: inside, references are relative to the provider's service root; the caller sees
 * those under the root that the caller used (specification, section 7).
 */
public final class UrlTranslation {

    private static final Pattern RELATIVE = Pattern.compile("[A-Za-z]+/[A-Za-z0-9.-]{1,64}(/_history/[A-Za-z0-9.-]{1,64})?");

    private UrlTranslation() {
    }

    /** Makes references under one of the service roots relative. Returns the Order, changed. */
    public static Order relative(Order order, List<String> roots) {
        List<String> longestFirst = roots.stream().sorted(Comparator.comparing(String::length).reversed()).toList();
        for (LocatedReference located : LocatedReference.in(order)) {
            longestFirst.stream()
                    .filter(root -> located.value().startsWith(root + "/"))
                    .map(root -> located.value().substring(root.length() + 1))
                    .filter(rest -> RELATIVE.matcher(rest).matches())
                    .findFirst()
                    .ifPresent(rest -> located.reference().setReference(rest));
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

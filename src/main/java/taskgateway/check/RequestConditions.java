package taskgateway.check;

import java.util.ArrayList;
import java.util.List;
import taskgateway.request.Interaction;
import taskgateway.request.Request;
import taskgateway.request.SpineHeader;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * Header fields that change what a request means (specification, sections 3 and 6): none is passed over. What follows
 * is all of them.
 *
 * <ul>
 * <li>{@code If-None-Exist} (FHIR's conditional create): refused; on a read it means nothing.
 * <li>{@code If-Match}: refused. What is created has no version yet, and nothing here is changed that a version could
 * guard.
 * <li>{@code If-Unmodified-Since}: refused on a read; on a create there is nothing with a date, so it means nothing
 * (RFC 9110, section 13.1.4).
 * <li>{@code If-None-Match}, {@code If-Modified-Since}: kept on a read, with 304; on a create the first always holds
 * and the second means nothing (sections 13.1.2 and 13.1.3).
 * <li>{@code X-HTTP-Method-Override} and its kin: refused where it names another verb than the request's.
 * <li>{@code Range}, {@code If-Range}: a server may pass them over, and this one does (section 14.2).
 * <li>{@code Expect}: 100-continue is kept, any other is malformed HTTP here, whatever the request.
 * </ul>
 */
final class RequestConditions {

    private static final List<String> OTHER_VERBS =
            List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override");

    private RequestConditions() {
    }

    /** Every such field that cannot be kept. */
    static List<Finding> findUnkept(Request request, Interaction interaction) {
        boolean create = interaction == Interaction.CREATE_ORDER;
        List<Finding> findings = new ArrayList<>();
        for (String name : List.of(create ? SpineHeader.IF_NONE_EXIST : "If-Unmodified-Since", "If-Match")) {
            if (!request.headers().all(name).isEmpty()) {
                findings.add(Rule.CONDITION.found(
                        name + " sets a condition that this service does not keep: leave it out."));
            }
        }
        for (String name : OTHER_VERBS) {
            if (request.headers().all(name).stream().anyMatch(it -> !it.strip().equalsIgnoreCase(request.method()))) {
                findings.add(Rule.CONDITION.found(
                        name + " names another verb: send the request with the verb that it means."));
            }
        }
        return findings;
    }
}

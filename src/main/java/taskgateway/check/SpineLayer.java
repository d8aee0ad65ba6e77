package taskgateway.check;

import static taskgateway.rules.Finding.refuseAny;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.Variable;
import taskgateway.directory.Consumer;
import taskgateway.directory.Directory;
import taskgateway.directory.RegisteredInteraction;
import taskgateway.request.Call;
import taskgateway.request.Request;
import taskgateway.request.SpineHeader;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/** Layer 4: the Ssp headers (specification, section 3), each there exactly once and fit for the URL's provider. */
public final class SpineLayer {

    private static final Predicate<String> TRACE_ID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}").asMatchPredicate();
    private static final Predicate<String> ASID = Pattern.compile("[0-9]{1,20}").asMatchPredicate();

    /**
     * The sender, as the headers and the directory name it.
     *
     * @param traceId       as sent
     * @param consumer      the system that sends
     * @param to            the provider's ASID
     * @param interactionId as sent
     */
    public record SpineSender(String traceId, Consumer consumer, String to, String interactionId) {
    }

    private final Directory directory;

    public SpineLayer(Directory directory) {
        this.directory = directory;
    }

    /** Whether a text can be an Ssp-TraceID: a UUID, and so without a line break. */
    public static boolean isTraceId(String text) {
        return TRACE_ID.test(text);
    }

    /**
     * Checks the four headers, and that no other changes what the request means.
     *
     * @throws taskgateway.rules.Refusal with every fault of layer 4
     */
    public SpineSender check(@Variable("request") Request request, @Variable("call") Call call) {
        List<Finding> findings = new ArrayList<>();
        String traceId = readOnce(request, SpineHeader.TRACE_ID, Rule.SSP_TRACE_ID, TRACE_ID,
                "a UUID, new for each request", findings);
        String from = readOnce(request, SpineHeader.FROM, Rule.SSP_FROM, ASID, "the ASID of the sending system",
                findings);
        String to = readOnce(request, SpineHeader.TO, Rule.SSP_TO, call.provider().asid()::equals,
                "the ASID allocated to the provider's endpoint", findings);
        String interaction = readOnce(request, SpineHeader.INTERACTION_ID, Rule.SSP_INTERACTION_ID,
                call.interaction().ids()::contains, "the interaction id of the request made", findings);
        findings.addAll(RequestConditions.findUnkept(request, call.interaction()));
        Optional<Consumer> consumer = Optional.ofNullable(from).flatMap(directory::consumer);
        if (from != null && consumer.isEmpty()) {
            // One answer speaks in one style: the proxy's (section 6) is for this fault alone.
            Rule rule = findings.isEmpty() ? Rule.ASID_NOT_AUTHORISED : Rule.SSP_FROM;
            findings.add(rule.found("The ASID in Ssp-From is not known to this service: have it registered."));
        }
        checkRegistered(consumer, call, findings);
        refuseAny(findings);
        return new SpineSender(traceId, consumer.orElseThrow(), to, interaction);
    }

    /** Whether either may do what is asked at all; an agreement between the two is a matter of layer 9. */
    private static void checkRegistered(Optional<Consumer> consumer, Call call, List<Finding> findings) {
        RegisteredInteraction asked = call.interaction().registered();
        if (consumer.isPresent() && !consumer.get().interactions().contains(asked)) {
            findings.add(Rule.ASID_NOT_AUTHORISED.found(
                    "The ASID in Ssp-From is not registered for this interaction."));
        }
        if (!call.provider().interactions().contains(asked)) {
            findings.add(Rule.PROVIDER_NOT_AUTHORISED.found(
                    "The provider's ASID is not registered for this interaction."));
        }
    }

    private static String readOnce(Request request, String name, Rule rule, Predicate<String> legal, String what,
            List<Finding> findings) {
        List<String> values = request.headers().all(name);
        if (values.size() == 1 && legal.test(values.get(0).strip())) {
            return values.get(0).strip();
        }
        String fault = values.isEmpty() ? " is missing" : values.size() > 1 ? " stands more than once" : " is wrong";
        findings.add(rule.found(name + fault + ": send it once, holding " + what + "."));
        return null;
    }
}

package taskgateway.check;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Variable;
import taskgateway.check.SpineLayer.SpineSender;
import taskgateway.directory.Consumer;
import taskgateway.directory.Provider;
import taskgateway.request.Call;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * Layer 9: what the provider must know before it may take the task (specification, section 6). Its rules read facts,
 * and ask nobody.
 */
public final class BusinessLayer {

    private static final String SUBJECT = "/f:Order/f:subject";

    /**
     * Checks a task for a hosted provider against all rules; for a FHIR provider against those that need no look-up, as
     * the provider itself checks the others.
     *
     * @throws taskgateway.rules.Refusal with every fault of the layer
     */
    public void check(@Variable("facts") Facts facts, @Variable("call") Call call,
            @Variable("sender") SpineSender sender) {
        List<Finding> findings = call.provider().transport().hosted()
                ? findings(facts, call.provider(), sender.consumer())
                : agreement(call.provider(), sender.consumer());
        Finding.refuseAny(findings);
    }

    /** Every business rule that the task breaks, in the catalogue's order; none when the provider may take it. */
    public static List<Finding> findings(Facts facts, Provider provider, Consumer consumer) {
        List<Finding> findings = new ArrayList<>(agreement(provider, consumer));
        if (!facts.patient().verified()) {
            findings.add(Rule.NHS_NUMBER_NOT_VERIFIED.found(SUBJECT, "The provider does not hold a verified NHS number"
                    + " for the patient. Have it traced before you send."));
        }
        if (!provider.ods().equals(facts.target().ods())) {
            findings.add(Rule.TARGET_NOT_PROVIDER.found("/f:Order/f:target",
                    "target is not the organisation to whose service root the task was sent, " + provider.ods() + "."));
        }
        if (!facts.patient().registeredWith().contains(provider.ods())) {
            findings.add(Rule.PATIENT_NOT_REGISTERED.found(SUBJECT,
                    "The patient is not registered with the provider, " + provider.ods() + "."));
        }
        if (facts.patient().dissents()) {
            findings.add(Rule.PATIENT_DISSENTS.found(SUBJECT,
                    "The patient does not consent to the sharing of their record."));
        }
        return List.copyOf(findings);
    }

    /** The one business rule that needs no look-up, so it holds for providers, too, that own their records. */
    static List<Finding> agreement(Provider provider, Consumer consumer) {
        if (consumer.sendsTo().contains(provider.ods())) {
            return List.of();
        }
        return List.of(Rule.NO_AGREEMENT.found("There is no data sharing agreement between the sender's organisation, "
                + consumer.ods() + ", and the provider, " + provider.ods() + "."));
    }
}

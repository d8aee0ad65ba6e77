package taskgateway.check;

import java.util.ArrayList;
import java.util.List;
import taskgateway.directory.Consumer;
import taskgateway.directory.Provider;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * What a provider must know before it may take a task (specification, section 6, layer 9). Pure functions: the facts are
 * resolved before, by {@code taskgateway.check.References}.
 */
public final class BusinessRules {

    private static final String SUBJECT = "/f:Order/f:subject";

    private BusinessRules() {
    }

    /** Every business rule that the task breaks, in the catalogue's order; none when the provider may take it. */
    public static List<Finding> check(Facts facts, Provider provider, Consumer consumer) {
        List<Finding> findings = new ArrayList<>(agreement(provider, consumer));
        if (!facts.patient().verified()) {
            findings.add(Rule.NHS_NUMBER_NOT_VERIFIED.found(SUBJECT,
                    "The provider does not hold a verified NHS number for the patient. Have it traced before you send."));
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
            findings.add(Rule.PATIENT_DISSENTS.found(SUBJECT, "The patient does not consent to the sharing of their record."));
        }
        return List.copyOf(findings);
    }

    /** The one business rule that needs no look-up, so it holds for providers, too, that own their records. */
    public static List<Finding> agreement(Provider provider, Consumer consumer) {
        if (consumer.sendsTo().contains(provider.ods())) {
            return List.of();
        }
        return List.of(Rule.NO_AGREEMENT.found("There is no data sharing agreement between the sender's organisation, "
                + consumer.ods() + ", and the provider, " + provider.ods() + "."));
    }
}

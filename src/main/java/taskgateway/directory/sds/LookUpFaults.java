package taskgateway.directory.sds;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/** What can go wrong in a look-up: the operator is told the details, the sender what it means. */
final class LookUpFaults {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.sds");

    private LookUpFaults() {
    }

    /** The directory does not answer, or not as it should. */
    static Refusal unavailable(String server, String fault) {
        LOG.warn("{}: {}", server, fault);
        return Rule.DIRECTORY_UNAVAILABLE.found(
                "The Spine Directory Service, which knows the provider's address, does not answer"
                + " as it should. Nothing was sent.").refusal();
    }

    /** The directory answers, and what it holds cannot be used. */
    static Refusal unusable(String ods, String interaction, String fault) {
        LOG.warn("{} for {}: {}", ods, interaction, fault);
        return Rule.DIRECTORY_ENTRY.found("The provider's entry in the Spine Directory Service cannot be used: " + fault
                + ". Nothing was sent.").refusal();
    }
}

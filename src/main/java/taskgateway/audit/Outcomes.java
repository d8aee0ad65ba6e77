package taskgateway.audit;

import ca.uhn.fhir.model.dstu2.resource.OperationOutcome;
import taskgateway.directory.Transport;
import taskgateway.repeat.Claim;
import taskgateway.reply.Answer;
import taskgateway.request.Call;
import taskgateway.request.Interaction;
import taskgateway.store.journal.HostedTask;
import taskgateway.store.journal.MessageState;

/** What an answer means for the task: whether it is a sender's to try again, an operator's to look into, or done. */
public final class Outcomes {

    private Outcomes() {
    }

    /**
     * The state of a transaction that was answered.
     *
     * @param claim its place in the message log; null where it did not get as far
     * @param task  the hosted task that it accepted, or null
     */
    static MessageState of(Answer answer, Call call, Claim claim, HostedTask task) {
        if (claim != null && !claim.first() || answer.repeated()) {
            return MessageState.REPEATED;
        }
        boolean create = call != null && call.interaction() == Interaction.CREATE_ORDER;
        if (answer.refused()) {
            return refused(answer, create && claim != null && call.provider().transport() == Transport.FHIR);
        }
        if (!create) {
            return MessageState.ANSWERED;
        }
        return task == null ? MessageState.DELIVERED : MessageState.ACCEPTED;
    }

    /**
     * The state of a transaction that was refused.
     *
     * @param sent whether a FHIR provider may have the task: its own 500 may come before or after it has stored it
     */
    private static MessageState refused(Answer answer, boolean sent) {
        boolean failed = answer.status() == 500 || answer.status() == 504;
        if (failed && sent) {
            return MessageState.UNKNOWN;
        }
        return failed || answer.later() ? MessageState.FAILED : MessageState.REFUSED;
    }

    /** Why a request failed, in the words of its answer's first issue. */
    public static String cause(Answer answer) {
        OperationOutcome outcome = answer.format().parser().parseResource(OperationOutcome.class, answer.body());
        return answer.status() + " " + outcome.getIssueFirstRep().getDiagnostics();
    }
}

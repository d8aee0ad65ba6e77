package taskgateway.repeat;

import ca.uhn.fhir.model.dstu2.composite.IdentifierDt;
import ca.uhn.fhir.model.dstu2.resource.Order;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.Variable;
import taskgateway.check.MediaTypeLayer.Formats;
import taskgateway.check.SpineLayer.SpineSender;
import taskgateway.fhir.Format;
import taskgateway.reply.Answer;
import taskgateway.request.Call;
import taskgateway.request.Request;
import taskgateway.request.Via;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;
import taskgateway.store.EarlierMessage;
import taskgateway.store.Messages;
import taskgateway.store.journal.Journal;
import taskgateway.store.journal.MessageStart;
import taskgateway.store.journal.MessageState;

/**
 * Every task once: of all requests that are the same, on HTTP and JMS and on all gateways of one database, one is
 * worked on, and the others get its answer (specification, section 9: a sender may try again up to three times).
 *
 * <p>The same are those of one sender with one trace id; they must hold the same bytes. A new trace id makes a new
 * task, save where the sender has given the task an identifier: then the same content with the same identifier to the
 * same provider is the same task, once there may be a task. One that the provider has refused is sent again, since what
 * was wrong may have been mended. After an answer that says that nothing was sent or kept, the next one is worked on
 * anew.
 */
public final class Repeats {

    private static final Duration LOOK = Duration.ofMillis(25);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    /** Those who wait hold workers that others need. */
    private static final int MOST_WAITING = 16;

    private final Journal journal;
    private final Messages messages;
    private final Duration patience;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    /**
     * @param patience how long a repeat waits for the answer of the first
     */
    public Repeats(Journal journal, Messages messages, Duration patience) {
        this.journal = journal;
        this.messages = messages;
        this.patience = patience;
    }

    /**
     * Claims a request by its sender and trace id. What is claimed is in the message log, committed, before anything is
     * done.
     *
     * @throws Refusal TRACE_ID_REUSED when the same sender has sent something else with this trace id, TOO_BUSY when
     *         the first is still being worked on, OUTCOME_UNKNOWN when what became of the first is not known,
     *         STORE_UNAVAILABLE
     */
    public Claim claim(@Variable("request") Request request, @Variable("call") Call call,
            @Variable("sender") SpineSender sender, @Variable("formats") Formats formats) {
        MessageStart start = start(request, call, sender, RepeatKeys.ofRequest(request, call, formats.body()));
        if (journal.claim(start)) {
            return new Claim(start, null);
        }
        Optional<EarlierMessage> first =
                settled(() -> messages.ofAttempt(start.trace(), start.fromAsid()), request.via());
        if (first.isEmpty()) {
            // It has failed meanwhile, and freed the key.
            return journal.claim(start) ? new Claim(start, null) : refuseRunning();
        }
        if (!start.digest().equals(first.get().digest())) {
            throw Rule.TRACE_ID_REUSED.found(
                    "Ssp-TraceID was used for another request: make a new one for each request.").refusal();
        }
        return new Claim(start, answerAgain(first.get(), sender, formats));
    }

    /** The answer of the request that a claimed one repeats; null where it is the first: then it is to be worked on. */
    public Answer repeatedAnswer(@Variable("claim") Claim claim) {
        return claim.answer();
    }

    /**
     * Tells a repeat with a new trace id.
     *
     * @param order checked, its references relative, before it is stamped
     * @return the answer of the first; null when there is none and the task is to be handed on
     * @throws Refusal as {@link #claim}
     */
    public Answer answerSameTask(@Variable("order") Order order, @Variable("claim") Claim claim,
            @Variable("request") Request request,
            @Variable("call") Call call, @Variable("sender") SpineSender sender, @Variable("formats") Formats formats) {
        if (order.getIdentifier().isEmpty()) {
            return null;
        }
        IdentifierDt identifier = order.getIdentifierFirstRep();
        String key = RepeatKeys.ofContent(sender, call, identifier.getSystem(), identifier.getValue(),
                TaskContent.of(Format.JSON.encode(order)));
        if (messages.claimContent(claim.start().id(), key)) {
            return null;
        }
        Optional<EarlierMessage> first = settled(() -> messages.ofContent(key), request.via());
        if (first.isPresent()) {
            return againByContent(first.get(), sender, formats);
        }
        // It was refused or has failed meanwhile, or its outcome is unknown: then the provider tells by the identifier.
        return messages.claimContent(claim.start().id(), key) ? null : refuseRunning().answer();
    }

    private static MessageStart start(Request request, Call call, SpineSender sender, String digest) {
        return MessageStart.of(request.received(), request.via().name(), sender.interactionId(),
                sender.traceId(), sender.consumer().asid(), sender.to(), call.provider().ods(),
                call.provider().transport().name(), digest);
    }

    /**
     * The first once it is known what became of it; empty when there is none any more. A JMS message is kept in the
     * database and tried again later.
     */
    private Optional<EarlierMessage> settled(Supplier<Optional<EarlierMessage>> look, Via via) {
        Optional<EarlierMessage> first = look.get();
        if (!running(first)) {
            return first;
        }
        if (via == Via.JMS || !waiting.tryAcquire()) {
            throw running();
        }
        try {
            long end = System.nanoTime() + patience.toNanos();
            while (running(first)) {
                if (System.nanoTime() > end) {
                    throw running();
                }
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
                first = look.get();
            }
            return first;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw running();
        } finally {
            waiting.release();
        }
    }

    private static boolean running(Optional<EarlierMessage> message) {
        return message.filter(it -> it.state() == MessageState.RUNNING).isPresent();
    }

    private static Answer answerAgain(EarlierMessage first, SpineSender sender, Formats formats) {
        if (first.answer() != null) {
            return RepeatedAnswers.answerAgain(first.answer(), first.status(), sender.traceId(), formats.answer());
        }
        throw first.state() == MessageState.UNKNOWN
                ? Rule.OUTCOME_UNKNOWN.found(
                        "Outcome unknown: a request with this Ssp-TraceID was sent to the provider's system, but"
                        + " the gateway stopped before it answered. The provider may have the task.").refusal()
                : Rule.TRACE_ID_REUSED.found(
                        "Ssp-TraceID was used before, and what was answered is no longer kept: make a new one for"
                        + " each request.").refusal();
    }

    private static Answer againByContent(EarlierMessage first, SpineSender sender, Formats formats) {
        if (first.answer() == null) {
            throw Rule.TASK_SENT_BEFORE.found(
                    "This task was sent before with the same identifier, and the provider's system"
                    + " or this gateway took it; what was answered is no longer kept. Nothing was sent now. A new task"
                    + " has a new identifier.")
                    .refusal();
        }
        return answerAgain(first, sender, formats);
    }

    private static Claim refuseRunning() {
        throw running();
    }

    private static Refusal running() {
        return Rule.TOO_BUSY.found(
                "The same task is being worked on for a request that came in before: ask again a little later.")
                .refusal(RETRY_AFTER);
    }
}

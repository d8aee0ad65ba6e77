package taskgateway.audit;

import ca.uhn.fhir.model.dstu2.composite.IdentifierDt;
import ca.uhn.fhir.model.dstu2.resource.Order;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Variable;
import taskgateway.deliver.fhir.Delivered;
import taskgateway.fhir.UrlTranslation;
import taskgateway.repeat.Claim;
import taskgateway.repeat.RepeatedAnswers;
import taskgateway.reply.Answer;
import taskgateway.request.Call;
import taskgateway.request.Headers;
import taskgateway.request.Request;
import taskgateway.request.SpineHeader;
import taskgateway.rules.Refusal;
import taskgateway.rules.RefusalCause;
import taskgateway.rules.Rule;
import taskgateway.store.audit.AuditRecord;
import taskgateway.store.journal.DeadMessage;
import taskgateway.store.journal.HostedTask;
import taskgateway.store.journal.Journal;
import taskgateway.store.journal.MessageEnd;
import taskgateway.store.journal.MessageStart;
import taskgateway.store.journal.MessageState;
import taskgateway.store.journal.Transaction;
import taskgateway.token.Caller;

/**
 * Makes the audit record of a transaction out of what its stages found, and has it written, together with the hosted
 * task where one was accepted: the caller is answered only when both are safe.
 */
public final class Recording {

    private static final Set<String> KNOWN_HEADERS = caseless(SpineHeader.TRACE_ID, SpineHeader.FROM, SpineHeader.TO,
            SpineHeader.INTERACTION_ID, SpineHeader.AUTHORIZATION, SpineHeader.CONTENT_TYPE, SpineHeader.ACCEPT,
            SpineHeader.CONTENT_ENCODING, SpineHeader.PREFER, SpineHeader.PROVIDER_ODS_CODE, "Accept-Encoding", "Host",
            "Content-Length", "Transfer-Encoding", "Connection", "User-Agent", "If-None-Match", "JMSMessageID");

    private final Journal journal;
    private final PatientHash patients;

    public Recording(Journal journal, PatientHash patients) {
        this.journal = journal;
        this.patients = patients;
    }

    /**
     * Writes a transaction that was refused before a stage found anything.
     *
     * @param call null where not even that is known
     * @throws Refusal STORE_UNAVAILABLE or TOO_BUSY when it cannot be written
     */
    public void recordRefusal(Request request, Call call, Answer answer) {
        record(request, call, null, null, null, null, null, answer, null);
    }

    /**
     * Writes the transaction. What a refused request did not get as far as is null.
     *
     * @param kept the JMS message as it is kept where nothing could be done yet; null on HTTP, and when it is kept
     *             already
     * @throws Refusal STORE_UNAVAILABLE or TOO_BUSY when it cannot be written; OUTCOME_UNKNOWN when, besides, a FHIR
     *         provider has the task already or may have it, or when nobody knows whether a hosted task was written
     */
    public void record(@Variable("request") Request request, @Variable("call") Call call,
            @Variable("caller") Caller caller, @Variable("claim") Claim claim, @Variable("order") Order order,
            @Variable("delivered") Delivered delivered, @Variable("stored") HostedTask stored,
            @Variable("answer") Answer answer, @Variable("kept") DeadMessage kept) {
        boolean claimed = claim != null && claim.first();
        MessageState state = Outcomes.of(answer, call, claim, stored);
        try {
            AuditRecord audit =
                    audit(request, call, Optional.ofNullable(caller), Optional.ofNullable(order), delivered, answer);
            journal.record(new Transaction(audit, claim == null ? start(audit, call) : claim.start(), claimed,
                    end(audit, state, call, answer, claimed), answer.refused() ? null : stored,
                    kept != null && answer.later() ? kept.of(Outcomes.cause(answer)) : null));
        } catch (Refusal unrecorded) {
            throw state.isSent() ? unknown(state) : unrecorded;
        } catch (RuntimeException | Error failed) {
            if (claimed) {
                journal.giveUp(claim.start(), state);
            }
            if (state.isSent()) {
                throw unknown(state);
            }
            throw failed;
        }
    }

    private MessageEnd end(AuditRecord audit, MessageState state, Call call, Answer answer, boolean claimed) {
        RefusalCause why = answer.why();
        AuditRecord.Subject task = audit.subject();
        return new MessageEnd(state, answer.status(), answer.codes(), why == null ? null : why.by(),
                why == null ? null : why.words(),
                task.patient() == null ? null : patients.of(call.provider().ods(), task.patient()), task.taskId(),
                task.taskIdentifier(), claimed && state != MessageState.FAILED ? RepeatedAnswers.stored(answer) : null);
    }

    private static MessageStart start(AuditRecord audit, Call call) {
        AuditRecord.AuditHeaders headers = audit.headers();
        return MessageStart.of(audit.receivedAt(), audit.via(), headers.interaction(), headers.traceId(),
                headers.fromAsid(), headers.toAsid(), headers.providerOds(),
                call == null ? null : call.provider().transport().name(),
                null);
    }

    private static AuditRecord audit(Request request, Call call, Optional<Caller> caller, Optional<Order> order,
            Delivered delivered, Answer answer) {
        Headers headers = request.headers();
        return new AuditRecord(request.received(), request.via().name(), new AuditRecord.AuditHeaders(
                first(headers, SpineHeader.INTERACTION_ID), first(headers, SpineHeader.TRACE_ID),
                first(headers, SpineHeader.FROM), first(headers, SpineHeader.TO),
                call == null ? null : call.provider().ods()),
                caller.map(Recording::authority).orElse(AuditRecord.UserAuthority.NONE),
                new AuditRecord.Subject(of(order, it -> patient(it, call)), delivered == null ? null : delivered.id(),
                        of(order, Recording::identifier)), answer.status(), answer.codes(), others(headers));
    }

    private static AuditRecord.UserAuthority authority(Caller caller) {
        return new AuditRecord.UserAuthority(caller.userId(), caller.userName(), caller.role(), caller.organisation(),
                caller.requestedRecord(), caller.issuer(), caller.device(), caller.reason(), caller.renewed());
    }

    /** The provider's own system has the task, or may have it: it would be wrong to say that nothing happened. */
    private static Refusal unknown(MessageState state) {
        return Rule.OUTCOME_UNKNOWN.found("Outcome unknown: the provider's system "
                + (state == MessageState.DELIVERED ? "accepted" : "may have")
                + " the task, but the gateway could not record that.").refusal();
    }

    private static <T> String of(Optional<T> stage, Function<T, String> value) {
        return stage.map(value).orElse(null);
    }

    /** As the gateway keeps it, {@code Patient/1}: the answer may have named the same patient by a URL. */
    private static String patient(Order order, Call call) {
        String reference = order.getSubject().getReference().getValue();
        return reference == null ? null : UrlTranslation.relative(reference, call.roots());
    }

    private static String identifier(Order order) {
        return order.getIdentifier().stream().findFirst().map(Recording::text).orElse(null);
    }

    private static String text(IdentifierDt identifier) {
        return Optional.ofNullable(identifier.getSystem()).orElse("") + "|" + identifier.getValue();
    }

    private static String others(Headers headers) {
        String names = headers.names().stream().filter(name -> !KNOWN_HEADERS.contains(name))
                .collect(Collectors.joining(" "));
        return names.isEmpty() ? null : names;
    }

    private static String first(Headers headers, String name) {
        return headers.first(name).orElse(null);
    }

    private static Set<String> caseless(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Arrays.asList(names));
        return set;
    }
}

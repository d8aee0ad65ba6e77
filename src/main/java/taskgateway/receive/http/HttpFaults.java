package taskgateway.receive.http;

import io.github.bucket4j.Bucket;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.ReadTimeoutException;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.audit.Recording;
import taskgateway.process.OutOfMemory;
import taskgateway.reply.Answer;
import taskgateway.reply.Refusals;
import taskgateway.request.Request;
import taskgateway.rules.Finding;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/**
 * Answers what fails before a route sees it: malformed HTTP, limits, and whatever Vert.x itself gives up on. These
 * transactions are audited like any other. Their connection is closed, since the rest of the request may still be on
 * its way.
 */
public final class HttpFaults {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.http");
    private static final Bucket LOGGED =
            Bucket.builder().addLimit(it -> it.capacity(1).refillGreedy(1, Duration.ofSeconds(10))).build();

    /** Whoever waits is committed together, so many threads cost no more than one. */
    private static final int RECORDERS = 16;

    /** It stands for a path that there is not, where the verb is CONNECT: in a tunnel nothing could be checked. */
    private static final Finding NO_TUNNEL =
            Rule.VERB_UNKNOWN.found("This service makes no tunnels. As a forward proxy it takes the"
            + " provider's whole URL as the path of its own.");

    private final Refusals refusals;
    private final Recording recording;
    private final Admission admission;
    private final HttpWriter writer;
    private WorkerExecutor recorders;
    private final Map<Integer, Finding> findings;

    /**
     * @param limits    of the port, which a sender that exceeds them is told
     * @param admission bounds how many wait
     */
    public HttpFaults(Refusals refusals, Recording recording, HttpLimits limits, Admission admission,
            HttpWriter writer) {
        this.refusals = refusals;
        this.recording = recording;
        this.admission = admission;
        this.writer = writer;
        this.findings = findings(limits);
    }

    private static Map<Integer, Finding> findings(HttpLimits limits) {
        return Map.of(
                400, Rule.HTTP_MALFORMED.found("The request is not well-formed HTTP."),
                404, Rule.PATH_UNKNOWN.found("There is nothing at this path."),
                405, Rule.VERB_UNKNOWN.found("The verb is not one of " + Rule.VERBS + "."),
                408, Rule.REQUEST_TIMEOUT.found("The request did not arrive in time, which is "
                        + limits.receive().toSeconds() + " seconds for its headers, and as much again for its body."),
                413, tooLong(Rule.BODY_TOO_LARGE, "The body", limits.body()),
                414, tooLong(Rule.URL_TOO_LONG, "The request line", limits.url()),
                431, tooLong(Rule.HEADERS_TOO_LARGE, "The header block", limits.headers()),
                500, Rule.INTERNAL_ERROR.found("The request could not be processed: this is a fault of the gateway."),
                503, Rule.TOO_BUSY.found("The service is starting or stopping: send the task again later."));
    }

    private static Finding tooLong(Rule rule, String what, long limit) {
        return rule.found(what + " is larger than this service takes, which is " + limit + " bytes.");
    }

    /** From now on requests may fail. */
    void start(Vertx vertx) {
        recorders = vertx.createSharedWorkerExecutor("refusals", RECORDERS);
    }

    /** The statuses that Vert.x may end a request with. */
    Set<Integer> statuses() {
        return findings.keySet();
    }

    /** The refusal of a request that Vert.x, or the port itself, ends with such a status. */
    Refusal refusal(int status) {
        return findings.getOrDefault(status, findings.get(500)).refusal();
    }

    /** Answers a request that is not HTTP, or too long for it. */
    void answerMalformed(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        answer(request, cause instanceof TooLongHttpLineException ? 414
                : cause instanceof TooLongHttpHeaderException ? 431
                : cause instanceof ReadTimeoutException ? 408 : 400);
    }

    /** Answers a request that a handler has given up on. */
    void answerFailure(RoutingContext context) {
        OutOfMemory.endIf(context.failure());
        if (context.failure() instanceof Refusal refusal) {
            answer(context.request(), refusal);
            return;
        }
        int status = context.statusCode() == -1 ? 500 : context.statusCode();
        HttpMethod verb = context.request().method();
        if (status == 404 && verb.equals(HttpMethod.CONNECT)) {
            answer(context.request(), NO_TUNNEL.refusal());
            return;
        }
        boolean knownVerb = List.of(Rule.VERBS.split(", ")).contains(verb.name());
        answer(context.request(), status == 404 && !knownVerb ? 405 : status);
    }

    private void answer(HttpServerRequest received, int status) {
        answer(received, refusal(status));
    }

    /**
     * Answers on threads of its own: under overload no other is free. Where more wait for their record than can be
     * written, to record all would itself be the overload: then nobody is answered, and the log says so.
     */
    private void answer(HttpServerRequest received, Refusal refusal) {
        if (!admission.mayRefuse()) {
            if (LOGGED.tryConsume(1)) {
                LOG.error("Connections are closed without an answer: more refusals wait than can be recorded");
            }
            received.connection().close();
            return;
        }
        Request request = HttpReader.head(received);
        recorders.<Answer>executeBlocking(() -> recordRefusal(request, refusal), false).onComplete(answer -> {
            admission.endRefusal();
            write(received, answer.succeeded() ? answer.result() : null);
        });
    }

    /** A refusal that cannot be recorded is another refusal. */
    private Answer recordRefusal(Request request, Refusal refusal) {
        Answer answer = refusals.answer(request, refusal, null);
        try {
            recording.recordRefusal(request, null, answer);
            return answer;
        } catch (Refusal unrecorded) {
            return refusals.answer(request, unrecorded, null);
        }
    }

    private void write(HttpServerRequest received, Answer answer) {
        if (answer == null) {
            received.response().close();
        } else if (!received.response().headWritten()) {
            FhirHttpServer.prepare(received);
            writer.write(received, answer, null, true);
        }
    }
}

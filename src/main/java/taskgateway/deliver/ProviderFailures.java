package taskgateway.deliver;

import ca.uhn.fhir.model.dstu2.composite.CodingDt;
import ca.uhn.fhir.model.dstu2.resource.OperationOutcome;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.apache.http.conn.ConnectTimeoutException;
import taskgateway.edge.Call;
import taskgateway.edge.Interaction;
import taskgateway.fhir.Uris;
import taskgateway.outcome.ErrorCode;
import taskgateway.outcome.Issue;
import taskgateway.outcome.Outcome;
import taskgateway.outcome.Refusal;
import taskgateway.rules.Rule;

/**
 * What the failure of a call to a FHIR provider means for the sender (specification, section 6, "What a FHIR provider answers
 * and we say"). The question that matters is whether the task may have arrived.
 */
public final class ProviderFailures {

    /** A stack frame, a Java class name, a file path: a provider's diagnostics with one of these are not handed on. */
    private static final Pattern INTERNALS =
            Pattern.compile("\\bat [\\w.$]+\\(|\\b(\\w+\\.){2,}[A-Z]\\w*|[A-Za-z]:\\\\|(^|\\s)/\\w+/|\\b\\d{10}\\b");

    /**
     * Throws the refusal that the failure stands for.
     *
     * @throws Refusal always
     */
    public void refuse(@ExchangeException Exception failure, @Variable("call") Call call) {
        throw refusal(failure, call.interaction() == Interaction.CREATE_ORDER);
    }

    private static Refusal refusal(Throwable failure, boolean create) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal;
            }
            if (neverSent(cause)) {
                return Rule.PROVIDER_OFFLINE.found("The provider's system cannot be reached. Nothing was sent.").refusal();
            }
            if (cause instanceof BaseServerResponseException response && !(cause instanceof FhirClientConnectionException)) {
                return relayed(response);
            }
        }
        return create
                ? Rule.OUTCOME_UNKNOWN.found("Outcome unknown: the task was sent, but the provider's system did not answer in time"
                        + " or its answer cannot be read. It may have the task.").refusal()
                : Rule.OUTCOME_UNKNOWN.found("The provider's system did not answer in time, or its answer cannot be read.").refusal();
    }

    private static boolean neverSent(Throwable cause) {
        return cause instanceof ConnectException || cause instanceof ConnectTimeoutException || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException || cause instanceof SSLHandshakeException;
    }

    private static Refusal relayed(BaseServerResponseException response) {
        if (response.getOperationOutcome() instanceof OperationOutcome outcome && !outcome.getIssue().isEmpty()) {
            List<Issue> issues = outcome.getIssue().stream().map(ProviderFailures::issue).toList();
            return new Refusal(new Outcome(response.getStatusCode(), issues, Map.of()));
        }
        return Rule.PROVIDER_RUBBISH.found("The provider's system refused, but did not say why as a FHIR server does.").refusal();
    }

    private static Issue issue(OperationOutcome.Issue theirs) {
        return new Issue(Optional.ofNullable(theirs.getCode()).filter(code -> !code.isBlank()).orElse("processing"), code(theirs),
                theirs.getLocation().isEmpty() ? null : theirs.getLocation().get(0).getValue(), clean(theirs.getDiagnostics()));
    }

    private static ErrorCode code(OperationOutcome.Issue theirs) {
        return theirs.getDetails().getCoding().stream()
                .filter(coding -> Uris.ERROR_CODE.equals(coding.getSystem()))
                .map(CodingDt::getCode)
                .flatMap(code -> Arrays.stream(ErrorCode.values()).filter(known -> known.name().equals(code)))
                .findFirst()
                .orElse(null);
    }

    private static String clean(String diagnostics) {
        return diagnostics == null || INTERNALS.matcher(diagnostics).find() ? null : diagnostics;
    }
}

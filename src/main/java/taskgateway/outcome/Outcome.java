package taskgateway.outcome;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What went wrong with a request: what an OperationOutcome is written from.
 *
 * @param status     the HTTP status
 * @param issues     every fault found, first the one that decided the status; never empty
 * @param retryAfter how long the sender should wait before it tries again, or null
 */
public record Outcome(int status, List<Issue> issues, Duration retryAfter) {

    public Outcome {
        issues = List.copyOf(issues);
        if (issues.isEmpty()) {
            throw new IllegalArgumentException("an outcome holds at least one issue");
        }
    }

    /** The codes of all issues, for the audit trail: the GP Connect code, or the issue type where there is none. */
    public String codes() {
        return issues.stream()
                .map(issue -> issue.code() == null ? issue.type() : issue.code().name())
                .distinct()
                .collect(Collectors.joining(" "));
    }
}

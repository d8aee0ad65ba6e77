package taskgateway.rules;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What went wrong with a request: what an OperationOutcome is written from.
 *
 * @param status  the HTTP status
 * @param issues  every fault found, first the one that decided the status; never empty
 * @param headers HTTP headers that belong to the fault, e.g. {@code Allow} or {@code Retry-After}; null stands for none
 */
public record Outcome(int status, List<Issue> issues, Map<String, String> headers) {

    public Outcome {
        issues = List.copyOf(issues);
        headers = headers == null ? Map.of() : Map.copyOf(headers);
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

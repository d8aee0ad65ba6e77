package taskgateway.rules;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import taskgateway.outcome.Issue;
import taskgateway.outcome.Outcome;
import taskgateway.outcome.Refusal;

/**
 * One rule broken in one place.
 *
 * @param rule        the rule
 * @param location    XPath of the element, or null
 * @param diagnostics what is wrong and how to mend it, free of patient data, tokens and internals
 */
public record Finding(Rule rule, String location, String diagnostics) {

    /** A refusal for this finding alone. */
    public Refusal refusal() {
        return new Refusal(outcome(List.of(this), null));
    }

    /** A refusal for this finding alone, which tells the sender when to try again. */
    public Refusal refusal(Duration retryAfter) {
        return new Refusal(outcome(List.of(this), retryAfter));
    }

    /**
     * Does nothing when the list is empty; otherwise throws one refusal with every finding, the status being that of the
     * first in the order of the specification's table.
     */
    public static void refuseAny(List<Finding> findings) {
        if (!findings.isEmpty()) {
            throw new Refusal(outcome(findings, null));
        }
    }

    private static Outcome outcome(List<Finding> findings, Duration retryAfter) {
        List<Finding> inOrder = findings.stream().distinct().sorted(Comparator.comparing(Finding::rule)).toList();
        return new Outcome(inOrder.get(0).rule().status(), inOrder.stream().map(Finding::issue).toList(), retryAfter);
    }

    private Issue issue() {
        return new Issue(rule.issueType(), rule.code(), location, diagnostics);
    }
}

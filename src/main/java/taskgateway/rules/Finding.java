package taskgateway.rules;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

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
        return new Refusal(outcome(List.of(this)));
    }

    /** A refusal for this finding alone, which tells the sender when to try again. */
    public Refusal refusal(Duration retryAfter) {
        return refusal(Map.of("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds()))));
    }

    /** A refusal for this finding alone, with these HTTP headers. */
    public Refusal refusal(Map<String, String> headers) {
        return new Refusal(new Outcome(rule.status(), List.of(issue()), headers));
    }

    /**
     * Does nothing when the list is empty; otherwise throws one refusal with every finding, the status being that of
     * the first in the order of the specification's table.
     */
    public static void refuseAny(List<Finding> findings) {
        if (!findings.isEmpty()) {
            throw new Refusal(outcome(findings));
        }
    }

    private static Outcome outcome(List<Finding> findings) {
        List<Finding> inOrder = findings.stream().distinct().sorted(Comparator.comparing(Finding::rule)).toList();
        Rule first = inOrder.get(0).rule();
        return new Outcome(first.status(), inOrder.stream().map(Finding::issue).toList(), first.headers());
    }

    private Issue issue() {
        return new Issue(rule.issueType(), rule.code(), location, diagnostics);
    }
}

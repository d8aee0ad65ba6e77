package taskgateway.deliver.fhir;

import ca.uhn.fhir.model.dstu2.valueset.IssueTypeEnum;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.text.StringEscapeUtils;
import taskgateway.rules.Issue;

/**
 * Why a provider refused: the issues of its OperationOutcome, of any version of FHIR and wherever it stands. Beside
 * errors, warnings and information are no reasons; where no issue says in words what was wrong, the narrative does.
 */
final class ProviderReasons {

    private static final List<String> NO_ERRORS = List.of("warning", "information", "success");
    private static final Pattern TAGS = Pattern.compile("<[^<>]*>");
    private static final Pattern SPACES = Pattern.compile("[\\s\\u00a0]+");
    /** As many as the gateway tells of its own. */
    private static final int MOST = 100;
    private static final int LONGEST_NARRATIVE = 20_000;

    private ProviderReasons() {
    }

    /** The issues as the sender may see them; empty when the answer gives no reason. */
    static List<Issue> in(AnswerText answer) {
        return LooseTree.of(answer).flatMap(tree -> tree.resource("OperationOutcome")).map(ProviderReasons::of)
                .orElse(List.of());
    }

    private static List<Issue> of(LooseTree outcome) {
        List<LooseTree> all = outcome.all("issue").filter(issue -> issue.node().isObject()).toList();
        List<LooseTree> errors = all.stream().filter(issue -> issue.texts("severity").noneMatch(NO_ERRORS::contains))
                .toList();
        List<Issue> issues = (errors.isEmpty() ? all : errors).stream().limit(MOST).map(RelayedIssue::of).toList();
        if (issues.stream().anyMatch(issue -> issue.diagnostics() != null)) {
            return issues;
        }
        return RelayedIssue.first(outcome.texts("text", "div").map(ProviderReasons::words))
                .map(words -> said(issues, words))
                .orElse(issues);
    }

    private static List<Issue> said(List<Issue> issues, String words) {
        Issue first = issues.isEmpty() ? new Issue(IssueTypeEnum.PROCESSING_FAILURE.getCode(), null, null, null)
                : issues.get(0);
        return Stream.concat(Stream.of(new Issue(first.type(), first.code(), first.location(), words)),
                issues.stream().skip(1))
                .toList();
    }

    /** What a reader of the narrative sees. */
    private static String words(String div) {
        String bare = TAGS.matcher(div.length() > LONGEST_NARRATIVE ? div.substring(0, LONGEST_NARRATIVE) : div)
                .replaceAll(" ");
        return SPACES.matcher(StringEscapeUtils.unescapeHtml4(bare)).replaceAll(" ").strip();
    }
}

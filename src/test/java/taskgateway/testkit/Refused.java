package taskgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.dstu2.resource.OperationOutcome;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.UnaryOperator;
import taskgateway.fhir.Format;
import taskgateway.fhir.Uris;

/**
 * A refusal, checked for what holds for every one of them (specification, sections 6 and 7): an OperationOutcome, its
 * profile claimed just where every issue is coded, in the format that its Content-Type says, with the headers of every
 * answer.
 *
 * @param issues each as {@code CODE}, or {@code issue-type} where it is in the Spine Security Proxy's style
 */
public record Refused(int status, Format format, List<String> issues, OperationOutcome outcome) {

    public static Refused of(HttpResponse<String> answer) {
        return of(answer.statusCode(), name -> answer.headers().firstValue(name).orElse(null), answer.body());
    }

    public static Refused of(Wire.WireAnswer answer) {
        return of(answer.status(), answer::header, answer.text());
    }

    public static Refused of(int status, UnaryOperator<String> header, String body) {
        assertThat(header.apply("Cache-Control")).isEqualTo("no-store, no-cache");
        assertThat(header.apply("Pragma")).isEqualTo("no-cache");
        assertThat(header.apply("Expires")).isEqualTo("0");
        Format format = Format.ofMediaType(header.apply("Content-Type")).orElseThrow();
        assertThat(header.apply("Content-Type")).isEqualTo(format.contentType());
        OperationOutcome outcome = format.parser().parseResource(OperationOutcome.class, body);
        List<String> issues = outcome.getIssue().stream().map(Refused::code).toList();
        boolean coded = outcome.getIssue().stream().noneMatch(issue -> issue.getDetails().getCoding().isEmpty());
        assertThat(ResourceMetadataKeyEnum.PROFILES.get(outcome) != null).isEqualTo(coded);
        if (coded) {
            assertThat(ResourceMetadataKeyEnum.PROFILES.get(outcome).get(0).getValue()).isEqualTo(Uris.OUTCOME_PROFILE);
        }
        return new Refused(status, format, issues, outcome);
    }

    /** The diagnostics of all issues. */
    public String diagnostics() {
        return String.join("\n", outcome.getIssue().stream().map(OperationOutcome.Issue::getDiagnostics).toList());
    }

    private static String code(OperationOutcome.Issue issue) {
        assertThat(issue.getSeverity()).isEqualTo("error");
        return issue.getDetails().getCoding().isEmpty() ? issue.getCode()
                : issue.getDetails().getCodingFirstRep().getCode();
    }
}

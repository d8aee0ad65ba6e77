package taskgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;

/**
 * The answers that a sender gets when its task does not arrive at a FHIR provider, or may not have (specification,
 * section 6).
 */
public final class Expect {

    private Expect() {
    }

    /** 504: the provider may have the task, and the sender is told so in these words. */
    public static void outcomeUnknown(HttpResponse<String> answer) {
        proxy(answer, 504, "transient");
        assertThat(answer.body()).contains("Outcome unknown");
    }

    /** 502: nothing has left the gateway. */
    public static void nothingSent(HttpResponse<String> answer) {
        proxy(answer, 502, "transient");
        assertThat(answer.body()).contains("Nothing was sent").doesNotContain("utcome unknown");
    }

    /** 502: the provider has answered, and did not take the task. */
    public static void rubbish(HttpResponse<String> answer) {
        proxy(answer, 502, "transient");
        assertThat(answer.body()).doesNotContain("utcome unknown").doesNotContain("Nothing was sent");
    }

    /** An answer in the Spine Security Proxy's style: no profile, no coded details. */
    public static void proxy(HttpResponse<String> answer, int status, String issueType) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("\"OperationOutcome\"").contains("\"code\":\"" + issueType + "\"")
                .doesNotContain("profile").doesNotContain("coding");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json+fhir;charset=UTF-8");
        assertThat(answer.headers().firstValue("Ssp-TraceID")).isPresent();
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }
}

package taskgateway.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static taskgateway.fhir.Format.JSON;
import static taskgateway.fhir.Format.XML;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.fhir.Uris;

/** The judge of all answers refuses what it is there to refuse. */
class AnswerValidatorTest {

    private static final String TASK = """
            {"resourceType": "Order", "id": "1", "meta": {"versionId": "1", "lastUpdated": "2014-12-11T10:00:00.000Z", "profile": ["%s"]},
            "contained": [{"resourceType": "Basic", "id": "n", "meta": {"profile": ["%s"]}, "text": {"status": "generated",
            "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\">a</div>"}, "code": {"coding": [{"system": "%s", "code": "Task Narrative"}]}}],
            "date": "2014-12-11", "subject": {"reference": "http://127.0.0.1:8080/A/DSTU2/1/Patient/1"},
            "source": {"reference": "Organization/1"}, "target": {"reference": "Organization/2"},
            "reasonCodeableConcept": {"coding": [{"system": "%s", "code": "1"}]}, "detail": [{"reference": "#n"}]}
            """.formatted(Uris.ORDER_PROFILE, Uris.BASIC_PROFILE, Uris.TASK_NARRATIVE, Uris.TASK_TYPE);

    private static final String OUTCOME = """
            <OperationOutcome xmlns="http://hl7.org/fhir"><meta><profile value="%s"/></meta><issue><severity value="error"/>
            <code value="invalid"/><details><coding><system value="%s"/><code value="BAD_REQUEST"/><display value="Bad request"/></coding>
            </details></issue></OperationOutcome>""".formatted(Uris.OUTCOME_PROFILE, Uris.ERROR_CODE);

    private static final String PROXYS =
            "{\"resourceType\": \"OperationOutcome\", \"issue\": [{\"severity\": \"error\", \"code\": \"transient\"}]}";

    @Test
    void acceptsWhatConforms() {
        AnswerValidator.assertConforms(TASK, JSON);
        AnswerValidator.assertConforms(OUTCOME, XML);
        AnswerValidator.assertConforms(PROXYS, JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Task Narrative\"|\"Note\"", "\"versionId\"|\"colour\"",
        "\"date\"|\"when\": {\"code\": {\"text\": \"now\"}}, \"date\"", "gpconnect-task-order-1|another",
        "gpconnect-task-description-basic-1|another", "\"error\"|\"bad\""})
    void refusesATaskThatDoesNot(String change) {
        String[] fromTo = change.split("\\|");
        String body = (TASK + PROXYS).contains(fromTo[0]) && TASK.contains(fromTo[0])
                ? TASK.replace(fromTo[0], fromTo[1]) : PROXYS.replace(fromTo[0], fromTo[1]);
        assertThatThrownBy(() -> AnswerValidator.assertConforms(body, JSON)).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BAD_REQUEST|ANOTHER", "<display value=\"Bad request\"/>|", "<severity value=\"error\"/>|",
        "http://hl7.org/fhir\"|http://example.org\"", "<meta>.*</meta>|"})
    void refusesAnOutcomeThatDoesNot(String change) {
        String[] fromTo = change.split("\\|", 2);
        assertThatThrownBy(() -> AnswerValidator.assertConforms(OUTCOME.replaceAll(fromTo[0], fromTo[1]), XML))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void judgesAgainWhatOnlyLooksLikeAnIdOrATime() {
        assertThatCode(() -> AnswerValidator.assertConforms(TASK, JSON)).doesNotThrowAnyException();
        assertThatThrownBy(() -> AnswerValidator.assertConforms(TASK.replace("T10:00:00.000Z", "T10:00:00.000"), JSON))
                .isInstanceOf(AssertionError.class);
    }
}

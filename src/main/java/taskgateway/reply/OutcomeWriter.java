package taskgateway.reply;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.dstu2.resource.OperationOutcome;
import ca.uhn.fhir.model.dstu2.valueset.IssueSeverityEnum;
import ca.uhn.fhir.model.primitive.IdDt;
import java.util.List;
import taskgateway.fhir.Uris;
import taskgateway.fhir.XmlText;
import taskgateway.rules.Issue;
import taskgateway.rules.Outcome;

/**
 * Turns an outcome into the OperationOutcome that the sender gets (specification, section 6): one issue for each fault,
 * following {@code gpconnect-operationoutcome-1}. An answer in the Spine Security Proxy's style, whose issues have no
 * code, neither claims that profile nor carries coded details.
 */
public final class OutcomeWriter {

    /** The OperationOutcome; a new one each time. */
    public OperationOutcome write(Outcome outcome) {
        OperationOutcome resource = new OperationOutcome();
        if (outcome.issues().stream().allMatch(issue -> issue.code() != null)) {
            ResourceMetadataKeyEnum.PROFILES.put(resource, List.of(new IdDt(Uris.OUTCOME_PROFILE)));
        }
        outcome.issues().forEach(issue -> write(issue, resource.addIssue()));
        return resource;
    }

    /** Diagnostics quote what the sender wrote: the answer must be writable whatever that was. */
    private static void write(Issue issue, OperationOutcome.Issue to) {
        to.setSeverity(IssueSeverityEnum.ERROR);
        to.getCodeElement().setValueAsString(issue.type());
        if (issue.code() != null) {
            to.getDetails().addCoding()
                    .setSystem(Uris.ERROR_CODE).setCode(issue.code().name()).setDisplay(issue.code().display());
        }
        if (issue.diagnostics() != null) {
            to.setDiagnostics(XmlText.writable(issue.diagnostics()));
        }
        if (issue.location() != null) {
            to.addLocation(XmlText.writable(issue.location()));
        }
    }
}

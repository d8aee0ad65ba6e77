package taskgateway.rules;

/**
 * The codes of {@code gpconnect-error-or-warning-code-1} that an answer may carry in {@code issue.details.coding}, with
 * their displays (specification, section 6).
 */
public enum ErrorCode {
    BAD_REQUEST("Bad request"),
    INVALID_RESOURCE("Invalid validation of resource"),
    REFERENCE_NOT_FOUND("FHIR reference not found"),
    INVALID_PATIENT_DEMOGRAPHICS("Invalid patient demographics (i.e. PDS trace failed)"),
    NON_AUTHORITATIVE("Non authoritative"),
    NO_PATIENT_CONSENT("Patient has not provided consent to share data"),
    NO_ORGANISATIONAL_CONSENT("Organisation has not provided consent to share data"),
    ORGANISATION_NOT_FOUND("Organisation not found"),
    PATIENT_NOT_FOUND("Patient not found"),
    PRACTITIONER_NOT_FOUND("Practitioner not found"),
    NO_RECORD_FOUND("No record found"),
    INVALID_NHS_NUMBER("Invalid NHS number"),
    INVALID_PARAMETER("Invalid parameter"),
    NOT_IMPLEMENTED("FHIR resource or operation not implemented at server"),
    INTERNAL_SERVER_ERROR("Internal server error");

    private final String display;

    ErrorCode(String display) {
        this.display = display;
    }

    /** The display that the value set gives the code. */
    public String display() {
        return display;
    }
}

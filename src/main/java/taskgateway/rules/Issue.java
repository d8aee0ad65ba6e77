package taskgateway.rules;

/**
 * One fault as the sender sees it; its severity is always {@code error}.
 *
 * @param type        a code of FHIR's issue-type value set, e.g. {@code invalid}
 * @param code        the GP Connect code, or null in an answer in the Spine Security Proxy's style
 * @param location    XPath of the element that is wrong, or null where no element is
 * @param diagnostics what was wrong and how to mend it, for a developer; never holds data of the patient, or null
 */
public record Issue(String type, ErrorCode code, String location, String diagnostics) {
}

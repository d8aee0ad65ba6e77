package taskgateway.store.audit;

import java.time.Instant;

/**
 * What is kept of every transaction (specification, section 8): who, on whose authority, by which system and device, when,
 * what, and with which outcome. What a refused request did not say is null. Never holds a body or a token.
 *
 * @param receivedAt     when the request came in
 * @param via            the transport
 * @param interaction    the Ssp-InteractionID
 * @param traceId        the Ssp-TraceID
 * @param fromAsid       the sender's ASID
 * @param toAsid         the receiver's ASID
 * @param providerOds    the provider addressed, as the URL says
 * @param userId         id of the user
 * @param userName       name of the user
 * @param userRole       job role of the user
 * @param organisation   ODS code of the user's organisation
 * @param requestedRecord the record that the token says is asked for
 * @param system         URI of the sending system
 * @param device         the sending device
 * @param reason         the reason for the request; of an operator's action, why
 * @param tokenRenewed   whether the provider got a token with new times, the sender's having aged while it waited
 * @param patient        reference to the patient
 * @param taskId         logical id of the Order, once it has one
 * @param taskIdentifier the Order's business identifier
 * @param status         the HTTP status of the answer
 * @param outcome        the error codes of a refusal, {@code OK} otherwise
 * @param otherHeaders   names of header fields that the gateway does not know
 */
public record AuditRecord(Instant receivedAt, String via, String interaction, String traceId, String fromAsid, String toAsid,
        String providerOds, String userId, String userName, String userRole, String organisation, String requestedRecord,
        String system, String device, String reason, boolean tokenRenewed, String patient, String taskId, String taskIdentifier, int status,
        String outcome, String otherHeaders) {
}

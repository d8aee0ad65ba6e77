package taskgateway.store.audit;

import java.time.Instant;

/**
 * What is kept of every transaction (specification, section 8): who, on whose authority, by which system and device,
 * when, what, and with which outcome. What a refused request did not say is null. Never holds a body or a token.
 *
 * @param receivedAt   when the request came in
 * @param via          the transport
 * @param headers      from whom, to whom, and what for
 * @param authority    who, why and with which system
 * @param subject      the task
 * @param status       the HTTP status of the answer
 * @param outcome      the error codes of a refusal, {@code OK} otherwise
 * @param otherHeaders names of header fields that the gateway does not know
 */
public record AuditRecord(Instant receivedAt, String via, AuditHeaders headers, UserAuthority authority,
        Subject subject, int status,
        String outcome, String otherHeaders) {

    /**
     * What the Ssp headers and the URL say.
     *
     * @param interaction the Ssp-InteractionID; of an operator's action, what is done
     * @param traceId     the Ssp-TraceID
     * @param fromAsid    the sender's ASID
     * @param toAsid      the receiver's ASID
     * @param providerOds the provider addressed, as the URL says
     */
    public record AuditHeaders(String interaction, String traceId, String fromAsid, String toAsid, String providerOds) {
    }

    /**
     * What the token says.
     *
     * @param userId          id of the user
     * @param userName        name of the user
     * @param userRole        job role of the user
     * @param organisation    ODS code of the user's organisation
     * @param requestedRecord the record that the token says is asked for
     * @param system          URI of the sending system
     * @param device          the sending device
     * @param reason          the reason for the request; of an operator's action, why
     * @param tokenRenewed    whether the provider got a token with new times, the sender's having aged while it waited
     */
    public record UserAuthority(String userId, String userName, String userRole, String organisation,
            String requestedRecord, String system, String device, String reason, boolean tokenRenewed) {

        /** Of a request whose token was not read. */
        public static final UserAuthority NONE =
                new UserAuthority(null, null, null, null, null, null, null, null, false);

        /** Of what an operator does by an account of the operating system. */
        public static UserAuthority ofOperator(String who, String account, String why) {
            return new UserAuthority(who, null, null, null, null, null, account, why, false);
        }
    }

    /**
     * What the task says.
     *
     * @param patient        reference to the patient
     * @param taskId         logical id of the Order, once it has one
     * @param taskIdentifier the Order's business identifier
     */
    public record Subject(String patient, String taskId, String taskIdentifier) {
    }
}

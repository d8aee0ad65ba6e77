package taskgateway.store.journal;

import java.time.Instant;

/**
 * A task that a hosted provider owns, with its provenance and what its delivery needs.
 *
 * @param id               logical id of the Order
 * @param versionId        its version
 * @param providerOds      the provider's ODS code
 * @param receiverAsid     the provider's ASID
 * @param senderAsid       the sender's ASID
 * @param traceId          the request's trace id
 * @param identifierSystem system of the business identifier, or null
 * @param identifierValue  value of the business identifier
 * @param receivedAt       when the gateway took the task
 * @param author           id of the user who sent it, or null
 * @param authorRole       the user's role, or null
 * @param organisation     ODS code of the user's organisation, or null
 * @param interaction      the interaction id
 * @param body             the Order as JSON, its references relative
 */
public record HostedTask(String id, String versionId, String providerOds, String receiverAsid, String senderAsid,
        String traceId, String identifierSystem, String identifierValue, Instant receivedAt, String author,
        String authorRole, String organisation, String interaction, String body) {
}

package taskgateway.store;

import java.time.Instant;

/**
 * What the message log says of a transaction when it begins.
 *
 * @param id          of its row
 * @param receivedAt  when it was received
 * @param via         the transport
 * @param interaction the Ssp-InteractionID
 * @param traceId     the Ssp-TraceID
 * @param fromAsid    the sender's ASID
 * @param toAsid      the receiver's ASID
 * @param providerOds the provider addressed
 * @param transport   how the provider gets its tasks
 * @param attemptKey  stands for sender and trace id, which no two rows share; null where they have not been checked
 * @param digest      stands for the request's bytes, or null
 */
public record MessageStart(String id, Instant receivedAt, String via, String interaction, String traceId, String fromAsid,
        String toAsid, String providerOds, String transport, String attemptKey, String digest) {
}

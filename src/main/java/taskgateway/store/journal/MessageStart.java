package taskgateway.store.journal;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.time.Instant;
import java.util.UUID;
import taskgateway.store.sql.Statements;

/**
 * What the message log says of a transaction when it begins.
 *
 * @param id          of its row
 * @param receivedAt  when it was received
 * @param via         the transport
 * @param interaction the Ssp-InteractionID
 * @param traceId     the Ssp-TraceID
 * @param trace       that as a UUID, whose letters are the same in either case; null where it is none
 * @param fromAsid    the sender's ASID
 * @param toAsid      the receiver's ASID
 * @param providerOds the provider addressed
 * @param transport   how the provider gets its tasks
 * @param digest      stands for the request's bytes; null where sender and trace id have not been checked
 */
public record MessageStart(UUID id, Instant receivedAt, String via, String interaction, String traceId, UUID trace,
        String fromAsid, String toAsid, String providerOds, String transport, String digest) {

    /** An id that is greater than all before: rows that are added next to each other are written in few pages. */
    private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

    /** A new row. */
    public static MessageStart of(Instant receivedAt, String via, String interaction, String traceId, String fromAsid,
            String toAsid, String providerOds, String transport, String digest) {
        return new MessageStart(IDS.generate(), receivedAt, via, interaction, traceId, Statements.uuid(traceId),
                fromAsid, toAsid, providerOds, transport, digest);
    }
}

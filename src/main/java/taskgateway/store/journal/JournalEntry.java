package taskgateway.store.journal;

import java.util.concurrent.CompletableFuture;

/**
 * What the journal is to write: either a claim or the end of a transaction.
 *
 * @param claim a request that is to be worked on, or null
 * @param end   how a transaction ended, or null
 * @param safe  done once it is committed, with whether the claim was won; failed when it is not, or nobody knows
 */
public record JournalEntry(MessageStart claim, Transaction end, CompletableFuture<Boolean> safe) {

    public static JournalEntry claim(MessageStart start) {
        return new JournalEntry(start, null, new CompletableFuture<>());
    }

    public static JournalEntry end(Transaction transaction) {
        return new JournalEntry(null, transaction, new CompletableFuture<>());
    }

    /** Whether a hosted provider's task is stored with it. */
    boolean accepts() {
        return end != null && end.task() != null;
    }

    /** Why an entry is not safe. */
    static final class Unsafe extends Exception {

        private final boolean unknown;
        private final boolean full;

        /**
         * @param unknown whether it may have been committed nevertheless
         * @param full    whether there was no room for it
         */
        Unsafe(boolean unknown, boolean full) {
            super(unknown ? "may be committed" : "not committed");
            this.unknown = unknown;
            this.full = full;
        }

        boolean full() {
            return full;
        }

        boolean unknown() {
            return unknown;
        }
    }
}

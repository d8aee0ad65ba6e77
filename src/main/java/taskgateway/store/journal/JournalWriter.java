package taskgateway.store.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.store.audit.AuditChain;
import taskgateway.store.journal.JournalEntry.Unsafe;
import taskgateway.store.sql.NameLost;
import taskgateway.store.sql.Outage;

/**
 * Commits entries of the journal. A database that goes away in the middle of a commit leaves it open whether it was
 * made: that is looked up in the audit chain, as soon as the database is back, before anybody is told anything.
 */
public final class JournalWriter {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.journal");

    /** Connections that are as dead as the one before may still be in the pool. */
    private static final int MOST_LOOKS = 20;

    /** After a connection did not come in time it is not waited for again right away: those behind would wait twice. */
    private static final Duration REST = Duration.ofSeconds(1);

    /** The commit was sent, and its answer did not come. */
    private static final class InDoubt extends Exception {

        private final transient List<JournalEntry> entries;
        private final transient boolean[] won;
        private final transient AuditChain.End end;

        InDoubt(List<JournalEntry> entries, boolean[] won, AuditChain.End end) {
            this.entries = entries;
            this.won = won;
            this.end = end;
        }
    }

    private final DataSource database;
    private final GatewayRun run;
    private final UnwrittenEnds loose;
    private final Outage outage;
    private Instant rest = Instant.EPOCH;

    public JournalWriter(DataSource database, GatewayRun run, UnwrittenEnds loose, Outage outage) {
        this.database = database;
        this.run = run;
        this.loose = loose;
        this.outage = outage;
    }

    /**
     * Commits all together; where that fails, each alone, so that one bad entry does not fail its neighbours. Without a
     * connection all fail at once: their callers have waited for it long enough.
     */
    public void write(List<JournalEntry> batch) {
        if (Instant.now().isBefore(rest)) {
            refuseEntries(batch, false);
            return;
        }
        try (Connection connection = database.getConnection()) {
            loose.write(connection);
            if (!commitEntries(connection, batch) && batch.size() > 1) {
                for (JournalEntry entry : batch) {
                    commitEntries(connection, List.of(entry));
                }
            }
        } catch (InDoubt e) {
            settleDoubt(e);
        } catch (NameLost e) {
            run.loseName();
        } catch (Throwable e) { // an Error too: whoever waits must learn of it
            outage.noteFailure(e);
            rest = e instanceof SQLTransientConnectionException ? Instant.now().plus(REST) : Instant.EPOCH;
        }
        refuseEntries(batch, false);
    }

    /**
     * Whether all were committed.
     *
     * @throws SQLException when the connection is of no use any more
     */
    private boolean commitEntries(Connection connection, List<JournalEntry> entries) throws SQLException, InDoubt {
        long start = System.nanoTime();
        try (AuditChain chain = AuditChain.lock(connection, run.name(), run.id())) {
            boolean[] won = insert(connection, chain, entries);
            commit(connection, new InDoubt(entries, won, chain.end()));
            run.noteSeen(start);
            confirmEntries(entries, won);
            outage.noteWorking(!entries.isEmpty());
            return true;
        } catch (NameLost e) {
            connection.rollback();
            throw e;
        } catch (SQLException | RuntimeException e) {
            if (Outage.isOfTheDatabase(e)) {
                outage.noteFailure(e);
            } else if (entries.size() <= 1) {
                LOG.error("A transaction is not committed: {}", Outage.words(e));
            }
            connection.rollback();
            return false;
        }
    }

    private static void commit(Connection connection, InDoubt otherwise) throws InDoubt {
        try {
            connection.commit();
        } catch (SQLException e) {
            otherwise.initCause(e);
            throw otherwise;
        }
    }

    /** For each claim among them, in order, whether it was won. */
    private boolean[] insert(Connection connection, AuditChain chain, List<JournalEntry> entries) throws SQLException {
        Instant now = Instant.now();
        try (MessageRows messages = new MessageRows(connection, run.id());
                TaskRows tasks = new TaskRows(connection);
                DeadLetterRows dead = new DeadLetterRows(connection)) {
            for (JournalEntry entry : entries) {
                if (entry.claim() != null) {
                    messages.claim(entry.claim());
                } else {
                    Transaction it = entry.end();
                    messages.end(it, now);
                    tasks.add(it.task());
                    dead.add(it, now);
                    chain.append(it.audit());
                }
            }
            boolean[] won = messages.insertClaims();
            messages.writeEnds();
            tasks.insert();
            dead.insert();
            chain.write();
            return won;
        }
    }

    /**
     * Looks up whether a commit was made. Where it held claims alone that is not worth a look: they are given up,
     * whether they were made or not.
     */
    private void settleDoubt(InDoubt doubt) {
        if (doubt.entries.stream().allMatch(entry -> entry.claim() != null)) {
            doubt.entries.forEach(entry -> loose.noteClaim(entry.claim()));
            return;
        }
        outage.noteFailure(doubt.getCause());
        for (int look = 1; look <= MOST_LOOKS; look++) {
            try {
                if (isMade(doubt)) {
                    confirmEntries(doubt.entries, doubt.won);
                }
                return;
            } catch (NameLost e) {
                run.loseName();
                break;
            } catch (SQLTransientConnectionException e) {
                break; // those who wait have waited long enough
            } catch (SQLException | RuntimeException e) {
                outage.noteFailure(e);
            }
        }
        refuseEntries(doubt.entries, true);
    }

    /** The lock on the chain waits for a commit that is still being made. */
    private boolean isMade(InDoubt doubt) throws SQLException {
        try (Connection connection = database.getConnection();
                AuditChain chain = AuditChain.lock(connection, run.name(), run.id())) {
            boolean made = chain.holds(doubt.end);
            connection.commit();
            return made;
        }
    }

    private static void confirmEntries(List<JournalEntry> entries, boolean[] won) {
        int claim = 0;
        for (JournalEntry entry : entries) {
            entry.safe().complete(entry.claim() == null || won[claim++]);
        }
    }

    private void noteUnwritten(MessageStart message, boolean unknown) {
        if (message.via().equals("JMS")) {
            outage.putBack();
        } else {
            outage.noteRefused(unknown);
        }
    }

    /** Refuses what is not committed. It is no longer worked on: that is noted before its sender can try again. */
    private void refuseEntries(List<JournalEntry> entries, boolean unknown) {
        List<JournalEntry> open = entries.stream().filter(entry -> !entry.safe().isDone()).toList();
        for (JournalEntry entry : open) {
            if (entry.end() != null) {
                loose.noteEnd(entry.end());
                noteUnwritten(entry.end().start(), unknown);
            } else if (unknown) {
                loose.noteClaim(entry.claim());
            }
            entry.safe().completeExceptionally(new Unsafe(unknown, outage.full()));
        }
    }
}

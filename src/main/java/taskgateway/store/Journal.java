package taskgateway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.rules.Rule;

/**
 * Writes what must never be lost: the audit record of every transaction and, in the same database transaction, the hosted
 * task that it accepted, with its pending delivery. Whoever records waits until the commit is safe.
 *
 * <p>One thread writes, so the audit sequence has no gap and no two transactions can share a number; whatever waits is
 * committed together, so that many concurrent requests pay for one commit.
 */
public final class Journal extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.journal");
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_TOGETHER = 100;
    private static final Entry STOP = new Entry(null, null, null);
    private static final Exception NOT_COMMITTED = new IllegalStateException("not committed");

    private record Entry(AuditRecord audit, HostedTask task, CompletableFuture<Void> safe) {
    }

    private final DataSource database;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private Thread writer;

    public Journal(DataSource database) {
        this.database = database;
    }

    /**
     * Writes one transaction and returns when it is committed.
     *
     * @param audit what happened
     * @param task  the hosted task that was accepted, or null
     * @throws taskgateway.outcome.Refusal STORE_UNAVAILABLE when it could not be committed, TOO_BUSY when too much waits
     */
    public void record(AuditRecord audit, HostedTask task) {
        Entry entry = new Entry(audit, task, new CompletableFuture<>());
        // What is put in after the writer's end would wait for ever; what it took before its end is written.
        if (!isStarted() || !waiting.offer(entry) || !isStarted() && waiting.remove(entry)) {
            throw Rule.TOO_BUSY.found("The service has too much to write. Nothing was kept: send the task again later.").refusal();
        }
        try {
            entry.safe().join();
        } catch (CompletionException e) {
            throw Rule.STORE_UNAVAILABLE.found("The service cannot write its records. Nothing was kept: send the task again later.")
                    .refusal();
        }
    }

    /**
     * Asks whether the database answers, for one who is about to do what could not be undone if it could not be recorded.
     *
     * @throws taskgateway.outcome.Refusal STORE_UNAVAILABLE when it does not
     */
    public void check() {
        try (Connection connection = database.getConnection()) {
            lastSequence(connection);
        } catch (SQLException e) {
            throw Rule.STORE_UNAVAILABLE.found("The service cannot write its records. Nothing was done: send the task again later.")
                    .refusal();
        }
    }

    @Override
    protected void doStart() {
        writer = new Thread(this::write, "journal");
        writer.start();
    }

    @Override
    protected void doStop() throws InterruptedException {
        waiting.put(STOP);
        writer.join();
    }

    private void write() {
        List<Entry> batch = new ArrayList<>(MOST_TOGETHER);
        boolean stop = false;
        while (!stop) {
            batch.clear();
            try {
                batch.add(waiting.take());
            } catch (InterruptedException e) {
                continue; // STOP alone ends it
            }
            waiting.drainTo(batch, MOST_TOGETHER - 1);
            stop = batch.remove(STOP);
            commit(batch);
        }
    }

    /**
     * Commits all together; where that fails, each alone, so that one bad entry does not fail its neighbours. Without a
     * connection all fail at once: their callers have waited for it long enough.
     */
    private void commit(List<Entry> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try (Connection connection = database.getConnection()) {
            if (!committed(connection, batch) && batch.size() > 1) {
                for (Entry entry : batch) {
                    committed(connection, List.of(entry));
                }
            }
        } catch (Throwable e) { // an Error too: whoever waits must learn of it
            LOG.error("The database cannot be reached");
        }
        long refused = batch.stream().filter(entry -> entry.safe().completeExceptionally(NOT_COMMITTED)).count();
        if (refused > 0) {
            LOG.error("{} of {} transactions could not be recorded and were refused", refused, batch.size());
        }
    }

    /**
     * Whether all were committed.
     *
     * @throws SQLException when the connection is of no use any more
     */
    private static boolean committed(Connection connection, List<Entry> batch) throws SQLException {
        try {
            insert(connection, batch);
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            if (batch.size() == 1) {
                LOG.error("The database refuses a transaction: SQL state {}", e instanceof SQLException sql ? sql.getSQLState() : "none");
            }
            connection.rollback();
            return false;
        }
        batch.forEach(entry -> entry.safe().complete(null));
        return true;
    }

    private static void insert(Connection connection, List<Entry> batch) throws SQLException {
        long sequence = lastSequence(connection);
        try (TaskRows tasks = new TaskRows(connection); AuditRows audits = new AuditRows(connection)) {
            for (Entry entry : batch) {
                if (entry.task() != null) {
                    tasks.add(entry.task());
                }
                audits.add(++sequence, Instant.now(), entry.audit());
            }
            tasks.insert();
            audits.insert();
        }
    }

    private static long lastSequence(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select coalesce(max(sequence), 0) from audit");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}

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
        if (!isStarted() || !waiting.offer(entry)) {
            throw Rule.TOO_BUSY.found("The service has too much to write. Nothing was kept: send the task again later.").refusal();
        }
        try {
            entry.safe().join();
        } catch (CompletionException e) {
            throw Rule.STORE_UNAVAILABLE.found("The service cannot write its records. Nothing was kept: send the task again later.")
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
        while (true) {
            batch.clear();
            try {
                batch.add(waiting.take());
            } catch (InterruptedException e) {
                return;
            }
            waiting.drainTo(batch, MOST_TOGETHER - 1);
            boolean stop = batch.remove(STOP);
            commit(batch);
            if (stop) {
                return;
            }
        }
    }

    /** Commits all together; where that fails, each alone, so that one bad entry does not fail its neighbours. */
    private void commit(List<Entry> batch) {
        try {
            insert(batch);
            batch.forEach(entry -> entry.safe().complete(null));
        } catch (SQLException | RuntimeException e) {
            if (batch.size() > 1) {
                batch.forEach(entry -> commit(List.of(entry)));
            } else {
                LOG.error("A transaction could not be recorded and was refused: SQL state {}",
                        e instanceof SQLException sql ? sql.getSQLState() : "none");
                batch.forEach(entry -> entry.safe().completeExceptionally(e));
            }
        }
    }

    private void insert(List<Entry> batch) throws SQLException {
        if (batch.isEmpty()) {
            return;
        }
        try (Connection connection = database.getConnection()) {
            try {
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
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
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

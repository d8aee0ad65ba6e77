package taskgateway.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.outcome.Refusal;
import taskgateway.rules.Rule;

/**
 * Writes what must never be lost: that a task is being worked on, and in one commit how a transaction ended: its audit
 * record, its row of the message log and the hosted task that it accepted, with its pending delivery. Whoever writes waits
 * until the commit is safe.
 *
 * <p>One thread writes, so the audit chain has no gap and no two transactions share a number; whatever waits is committed
 * together, so that many concurrent requests pay for one commit. While nothing waits, it writes that the gateway lives.
 */
public final class Journal extends ServiceSupport {

    /** How often a gateway shows that it lives. */
    static final Duration BEAT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.journal");
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_TOGETHER = 100;
    private static final Entry STOP = new Entry(null, null, null);
    private static final Exception NOT_COMMITTED = new IllegalStateException("not committed");

    /** Either a claim or the end of a transaction; safe with whether the claim was won. */
    private record Entry(MessageStart claim, Transaction end, CompletableFuture<Boolean> safe) {
    }

    private final DataSource database;
    private final GatewayRun run;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private Thread writer;
    private boolean reachable = true;

    public Journal(DataSource database, GatewayRun run) {
        this.database = database;
        this.run = run;
    }

    /**
     * Writes that a request is being worked on, and returns when that is committed. Of all requests with the same attempt key
     * one is worked on, on whichever gateway it came in.
     *
     * @return false when another request has the key
     * @throws Refusal STORE_UNAVAILABLE when it could not be committed, TOO_BUSY when too much waits
     */
    public boolean claim(MessageStart start) {
        run.requests().add(start.id());
        boolean won = false;
        try {
            won = write(new Entry(start, null, new CompletableFuture<>()));
            return won;
        } finally {
            if (!won) {
                run.requests().remove(start.id());
            }
        }
    }

    /**
     * Writes how a transaction ended and returns when that is committed.
     *
     * @throws Refusal STORE_UNAVAILABLE when it could not be committed, TOO_BUSY when too much waits
     */
    public void record(Transaction transaction) {
        try {
            write(new Entry(null, transaction, new CompletableFuture<>()));
        } finally {
            run.requests().remove(transaction.start().id());
        }
    }

    private boolean write(Entry entry) {
        // What is put in after the writer's end would wait for ever; what it took before its end is written.
        if (!isStarted() || !waiting.offer(entry) || !isStarted() && waiting.remove(entry)) {
            throw Rule.TOO_BUSY.found("The service has too much to write. Nothing was kept: send the task again later.").refusal();
        }
        try {
            return entry.safe().join();
        } catch (CompletionException e) {
            throw Rule.STORE_UNAVAILABLE.found("The service cannot write its records. Nothing was kept: send the task again later.")
                    .refusal();
        }
    }

    @Override
    protected void doStart() {
        writer = new Thread(this::run, "journal");
        writer.start();
    }

    @Override
    protected void doStop() throws InterruptedException {
        waiting.put(STOP);
        writer.join();
    }

    private void run() {
        List<Entry> batch = new ArrayList<>(MOST_TOGETHER);
        boolean stop = false;
        while (!stop) {
            batch.clear();
            try {
                Entry first = waiting.poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, MOST_TOGETHER - 1);
                }
            } catch (InterruptedException e) {
                continue; // STOP alone ends it
            }
            stop = batch.remove(STOP);
            commit(batch);
        }
    }

    /**
     * Commits all together; where that fails, each alone, so that one bad entry does not fail its neighbours. Without a
     * connection all fail at once: their callers have waited for it long enough.
     */
    private void commit(List<Entry> batch) {
        try (Connection connection = database.getConnection()) {
            if (!committed(connection, batch) && batch.size() > 1) {
                for (Entry entry : batch) {
                    committed(connection, List.of(entry));
                }
            }
            reachable = true;
        } catch (Throwable e) { // an Error too: whoever waits must learn of it
            if (reachable || !batch.isEmpty()) {
                LOG.error("The database cannot be reached");
            }
            reachable = false;
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
    private boolean committed(Connection connection, List<Entry> batch) throws SQLException {
        boolean[] won;
        try {
            won = insert(connection, batch);
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            if (batch.size() <= 1) {
                LOG.error("The database refuses a transaction: SQL state {}", e instanceof SQLException sql ? sql.getSQLState() : "none");
            }
            connection.rollback();
            return false;
        }
        run.seen();
        int claim = 0;
        for (Entry entry : batch) {
            entry.safe().complete(entry.claim() == null || won[claim++]);
        }
        return true;
    }

    /** For each claim among them, in order, whether it was won. */
    private boolean[] insert(Connection connection, List<Entry> batch) throws SQLException {
        Instant now = Instant.now();
        try (AuditChain chain = AuditChain.lock(connection, run.name(), run.id());
                MessageRows messages = new MessageRows(connection, run.id());
                TaskRows tasks = new TaskRows(connection);
                DeadLetterRows dead = new DeadLetterRows(connection)) {
            for (Entry entry : batch) {
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
}

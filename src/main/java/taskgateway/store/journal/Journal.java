package taskgateway.store.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.camel.support.service.ServiceSupport;
import taskgateway.process.Ending;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;
import taskgateway.store.sql.DatabaseDoor;
import taskgateway.store.sql.Outage;

/**
 * Writes what must never be lost: that a task is being worked on, and in one commit how a transaction ended: its audit
 * record, its row of the message log and the hosted task that it accepted, with its pending delivery. Whoever writes
 * waits until the commit is safe.
 *
 * <p>One thread writes, so the audit chain has no gap and no two transactions share a number; whatever waits is
 * committed together, so that many concurrent requests pay for one commit. While nothing waits, it writes that the
 * gateway lives.
 */
public final class Journal extends ServiceSupport {

    /** How often a gateway shows that it lives. */
    static final Duration BEAT = Duration.ofSeconds(2);

    /**
     * So long a request waits for one commit. It waits for two, and may call a provider between them: with the usual
     * settings its sender has an answer before the connection counts as silent (gateway.http.idle-seconds).
     */
    private static final Duration PATIENCE = Duration.ofSeconds(18);

    /** For senders, who learn nothing of a disk. */
    public static final String FULL = "The service's store is full.";

    private static final int MOST_WAITING = 10_000;
    private static final int MOST_TOGETHER = 100;
    private static final JournalEntry STOP = new JournalEntry(null, null, null);

    private final UnwrittenEnds loose;
    private final Outage outage;
    private final JournalWriter commits;
    private final Duration patience;
    private final BlockingQueue<JournalEntry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private Thread writer;

    public Journal(DataSource database, GatewayRun run) {
        this(database, run, new Outage(), PATIENCE);
    }

    /** @param patience how long a request waits for a commit */
    Journal(DataSource database, GatewayRun run, Outage outage, Duration patience) {
        this.loose = new UnwrittenEnds(run);
        this.outage = outage;
        this.commits = new JournalWriter(database, run, loose, outage);
        this.patience = patience;
    }

    /**
     * A journal that ends this process where it can write no more: its name is another's, or its embedded database has
     * closed itself and cannot be opened again.
     *
     * @param url the database's JDBC URL
     */
    public static Journal of(DataSource database, String url, GatewayRun run, Ending ending) {
        run.whenLost(() -> ending.end(Ending.NAME_LOST,
                "Another gateway of the name " + run.name() + " (gateway.name) has taken over"
                + " on this database"));
        return new Journal(database, run, new Outage(DatabaseDoor.databaseFile(url), () -> ending.end(Ending.STORE_LOST,
                "The embedded database has closed itself and cannot be opened again")), PATIENCE);
    }

    /**
     * Writes that a request is being worked on, and returns when that is committed. Of all requests of one sender with
     * one trace id one is worked on, on whichever gateway it came in.
     *
     * @return false when another request has the trace id
     * @throws Refusal STORE_UNAVAILABLE when it could not be committed, TOO_BUSY when too much waits
     */
    public boolean claim(MessageStart start) {
        return write(JournalEntry.claim(start));
    }

    /**
     * Writes how a transaction ended and returns when that is committed.
     *
     * @throws Refusal STORE_UNAVAILABLE when it could not be committed, TOO_BUSY when too much waits, OUTCOME_UNKNOWN
     *         when nobody knows whether a hosted task was
     */
    public void record(Transaction transaction) {
        write(JournalEntry.end(transaction));
    }

    /**
     * A claimed request is worked on no more, and how it ended cannot be said: it is ended in the message log soon.
     *
     * @param state what became of it
     */
    public void giveUp(MessageStart start, MessageState state) {
        loose.noteEnd(start, state);
    }

    private boolean write(JournalEntry entry) {
        // What is put in after the writer's end would wait for ever; what it took before its end is written.
        if (!isStarted() || !waiting.offer(entry) || !isStarted() && waiting.remove(entry)) {
            if (entry.end() != null) {
                loose.noteEnd(entry.end());
            }
            throw Rule.TOO_BUSY.found("The service has too much to write. Nothing was kept: send the task again later.")
                    .refusal();
        }
        try {
            return entry.safe().copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            throw refusal(entry, e.getCause() instanceof JournalEntry.Unsafe why ? why : giveUp(entry));
        }
    }

    /**
     * The database hangs, and a sender must not. An end that is written after all is what a repeat will learn; a claim
     * is ended then, since nobody works on its request.
     */
    private JournalEntry.Unsafe giveUp(JournalEntry entry) {
        if (entry.claim() != null) {
            entry.safe().thenAccept(won -> {
                if (won) {
                    loose.noteClaim(entry.claim());
                }
            });
        }
        return new JournalEntry.Unsafe(true, outage.full());
    }

    private static Refusal refusal(JournalEntry entry, JournalEntry.Unsafe why) {
        if (why.unknown() && entry.accepts()) {
            return Rule.OUTCOME_UNKNOWN.found(
                    "Outcome unknown: the service may have kept the task, but its database stopped"
                    + " before it said so. Send it again with the same Ssp-TraceID to learn what became of it.")
                    .refusal();
        }
        return Rule.STORE_UNAVAILABLE.found((why.full() ? FULL : "The service cannot write its records.")
                + " Nothing was kept: send the task again later.").refusal();
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
        List<JournalEntry> batch = new ArrayList<>(MOST_TOGETHER);
        boolean stop = false;
        while (!stop) {
            batch.clear();
            try {
                JournalEntry first = waiting.poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, MOST_TOGETHER - 1);
                }
            } catch (InterruptedException e) {
                continue; // STOP alone ends it
            }
            stop = batch.remove(STOP);
            commits.write(batch);
        }
    }
}

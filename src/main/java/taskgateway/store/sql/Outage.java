package taskgateway.store.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says while the database fails: one line when it begins to, and one when it works again, with how long
 * that took and what was refused meanwhile. The journal's thread tells it, which asks the database for something every
 * two seconds.
 */
public final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.database");

    /** A failure among what works: an outage is over when there was none for so long. */
    private static final Duration QUIET = Duration.ofSeconds(2);
    /** On a full disk what is small may still fit. */
    private static final Duration QUIET_WITH_ROOM = Duration.ofSeconds(10);
    /** An embedded database that cannot be opened for so long is not opened by this process any more. */
    private static final Duration UNOPENED = Duration.ofSeconds(30);
    private static final long NO_ROOM = 1 << 20;
    private static final int H2S_OWN = 90_000;
    private static final int MOST_CAUSES = 20;

    /** Why the database fails. */
    private enum Kind { AWAY, FULL, FAILING }

    private final Optional<Path> file;
    private final Runnable beyondRepair;
    private volatile Kind kind;
    private Instant began;
    private Instant last;
    private Instant worked = Instant.EPOCH;
    private boolean written;
    private int refused;
    private int inDoubt;
    private int putBack;

    /** Of a database elsewhere, which comes back when somebody has mended it. */
    public Outage() {
        this(Optional.empty(), () -> { });
    }

    /**
     * @param file         of an embedded database
     * @param beyondRepair to be run when the embedded database has closed itself and cannot be opened again, although
     *                     there is room on its disk
     */
    public Outage(Optional<Path> file, Runnable beyondRepair) {
        this.file = file;
        this.beyondRepair = beyondRepair;
    }

    /** The database did not do what it was to. */
    public void noteFailure(Throwable failure) {
        Kind now = kind(failure);
        last = Instant.now();
        written = false;
        if (kind == null) {
            began = last;
        }
        if (kind == null || now == Kind.FULL && kind != Kind.FULL) {
            kind = now;
            LOG.error("{} Requests are refused, and messages go back to their queue, until it works again",
                    words(kind, failure));
        }
        if (kind != Kind.FULL && isUnopened(failure) && since(began).compareTo(UNOPENED) > 0
                && since(worked).compareTo(UNOPENED) > 0) {
            beyondRepair.run();
        }
    }

    /** Whether there is no room for what is written; any thread may ask. */
    public boolean full() {
        return kind == Kind.FULL;
    }

    /**
     * The database did what it was to.
     *
     * @param more than to keep the gateway's sign of life, for which there may be room where there is none for a task
     */
    public void noteWorking(boolean more) {
        worked = Instant.now();
        written |= more;
        if (kind == Kind.FULL && !written && !file.map(Outage::hasRoom).orElse(false)) {
            return;
        }
        if (kind != null && since(last).compareTo(kind == Kind.AWAY ? QUIET : QUIET_WITH_ROOM) >= 0) {
            LOG.info("{} after {} s: {} requests were refused{}, and messages went back to their queue {} times",
                    kind == Kind.FULL ? "There is room for the database again" : "The database works again",
                    since(began).toSeconds(), refused, inDoubt == 0 ? "" : ", of " + inDoubt
                            + " the outcome is unknown", putBack);
            kind = null;
            refused = 0;
            inDoubt = 0;
            putBack = 0;
        }
    }

    /** The transaction of a JMS message could not be recorded: its broker keeps it. */
    public void putBack() {
        putBack++;
    }

    /**
     * The transaction of a request could not be recorded.
     *
     * @param unknown whether it may have been nevertheless
     */
    public void noteRefused(boolean unknown) {
        refused++;
        inDoubt += unknown ? 1 : 0;
    }

    private String words(Kind kind, Throwable failure) {
        return switch (kind) {
            case AWAY -> "The database does not answer.";
            case FULL -> "The disk of the database is full" + file.map(it -> ": " + it.getParent()).orElse("") + ".";
            case FAILING -> "The database refuses what is written (" + words(failure) + ").";
        };
    }

    private Kind kind(Throwable failure) {
        if (isFull(failure) || file.isPresent() && !hasRoom(file.get())) {
            return Kind.FULL;
        }
        return failure instanceof SQLException sql && !isAway(sql) ? Kind.FAILING : Kind.AWAY;
    }

    /** Whether the embedded database itself says why there is no connection to it, and not that all are in use. */
    private boolean isUnopened(Throwable failure) {
        return file.isPresent() && causes(failure)
                .anyMatch(cause -> cause instanceof SQLException sql && sql.getErrorCode() >= H2S_OWN);
    }

    private static boolean hasRoom(Path database) {
        try {
            return Files.getFileStore(database.getParent()).getUsableSpace() >= NO_ROOM;
        } catch (IOException unknown) {
            return true;
        }
    }

    /** By PostgreSQL's state, or by the words of the system for a file that could not be written. */
    public static boolean isFull(Throwable failure) {
        return causes(failure).anyMatch(cause ->
                cause instanceof SQLException sql && "53100".equals(sql.getSQLState())
                        || cause instanceof IOException && String.valueOf(cause.getMessage()).matches(
                                "(?i).*(no space left|not enough space|quota exceeded).*"));
    }

    /** Whether it is the database itself that failed, as opposed to one transaction that it does not take. */
    public static boolean isOfTheDatabase(Throwable failure) {
        return failure instanceof SQLException sql && !(sql instanceof TakenByAnother)
                && (isAway(sql) || !sql.getSQLState().startsWith("22") && !sql.getSQLState().startsWith("23"));
    }

    /**
     * Tells of a failure of somebody who is not the journal: not of an outage, which that tells, but of what would be
     * the same the next time.
     *
     * @param what could not be done, a sentence without its end
     */
    public static void logFailure(Logger log, String what, SQLException failure) {
        if (isAway(failure) || isFull(failure)) {
            log.debug("{}: the database does not answer", what);
        } else {
            log.error("{}: {}", what, words(failure));
        }
    }

    /** What happened, on one line; nothing of it came from outside. */
    public static String words(Throwable failure) {
        if (failure instanceof TakenByAnother) {
            return failure.getMessage();
        }
        if (failure instanceof SQLException sql) {
            return isAway(sql) ? "the database does not answer" : "SQL state " + sql.getSQLState();
        }
        return "not the database failed, but this program";
    }

    /** No connection, too many of them, or an embedded database that has closed itself or cannot read its file. */
    private static boolean isAway(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || Stream.of("08", "57P", "53300", "90").anyMatch(state::startsWith);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(MOST_CAUSES);
    }

    private static Duration since(Instant instant) {
        return Duration.between(instant, Instant.now());
    }
}

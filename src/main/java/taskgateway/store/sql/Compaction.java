package taskgateway.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the file of the embedded database small. Each commit writes the pages that it has changed to a new part of the
 * file, and a part is free again when nothing in it is needed any more: what is left in old ones has to be written
 * again. H2 does so by itself only where it writes late; with {@code WRITE_DELAY=0} nobody did, and the file grew by
 * some 25 KB a task for ever, and commits became slower with it.
 */
public final class Compaction {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.compaction");

    /** Per cent of the file that are needed: where it is more, nothing is done. */
    private static final int ENOUGH = 50;
    /** Bytes written again at most each time. */
    private static final int MOST = 4 << 20;

    private final DataSource database;

    public Compaction(DataSource database) {
        this.database = database;
    }

    /** Compacts a little. Does nothing where the database is not embedded, or is away. */
    public void compact() {
        try (Connection connection = database.getConnection()) {
            if (connection.isWrapperFor(JdbcConnection.class)
                    && connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
                MVStore file = session.getDatabase().getStore().getMvStore();
                file.compact(ENOUGH, MOST);
            }
        } catch (SQLException e) {
            Outage.logFailure(LOG, "The database's file cannot be compacted", e);
        } catch (MVStoreException e) {
            // Most likely it is full, of which the journal tells.
            LOG.debug("The database's file cannot be compacted, and is tried again");
        }
    }
}

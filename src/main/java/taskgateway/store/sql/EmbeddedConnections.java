package taskgateway.store.sql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * Connections to the embedded database on which a commit makes durable what the transaction has read, and not only what
 * it has written. H2 shows a commit to other connections before the commit is in the file. If the process is killed in
 * between, a decision that was made by reading alone is wrong after the restart. One such decision sent a task twice:
 * the reader of receipts saw that the delivery was marked as made, and took the receipt off its queue; the mark was
 * lost with the process. PostgreSQL shows a commit only when it is safe.
 *
 * <p>A transaction whose result somebody is told therefore ends with a commit, also when it has only read.
 */
public final class EmbeddedConnections implements DataSource {

    private final String url;
    private final String user;
    private final String password;
    private final Set<Connection> open = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final JdbcDataSource rest = new JdbcDataSource();

    public EmbeddedConnections(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(user, password);
    }

    @Override
    public Connection getConnection(String name, String secret) throws SQLException {
        try {
            return opened(name, secret);
        } catch (SQLException e) {
            if (e.getErrorCode() == Database.IN_USE && closeAll()) {
                return opened(name, secret);
            }
            throw e;
        }
    }

    private Connection opened(String name, String secret) throws SQLException {
        Connection connection = new SeenIsSafe(url, name, secret);
        open.add(connection);
        return connection;
    }

    /**
     * When a database has closed itself on a full disk and is opened again by several at once, H2 can forget one that
     * is open: it keeps its file locked against all new connections, those of this process included, until its last
     * connection is closed.
     *
     * @return whether there were connections to close
     */
    private boolean closeAll() {
        List<Connection> all;
        synchronized (open) {
            all = List.copyOf(open);
            open.clear();
        }
        for (Connection connection : all) {
            try {
                connection.close();
            } catch (SQLException closed) {
                // as it was to be
            }
        }
        return !all.isEmpty();
    }

    private static final class SeenIsSafe extends JdbcConnection {

        SeenIsSafe(String url, String user, String password) throws SQLException {
            super(url, new Properties(), user, password, false);
        }

        @Override
        public void commit() throws SQLException {
            // Through the door of a running gateway the session is another process's.
            boolean hasOnlyRead = getSession() instanceof SessionLocal local && !local.containsUncommitted();
            super.commit();
            if (hasOnlyRead) {
                writeWhatOthersCommitted(((SessionLocal) getSession()).getDatabase().getStore().getMvStore());
            }
        }

        private static void writeWhatOthersCommitted(MVStore file) throws SQLException {
            try {
                file.commit();
            } catch (MVStoreException e) {
                throw new SQLException("what was read cannot be written", "08007", e);
            }
        }
    }

    @Override
    public PrintWriter getLogWriter() {
        return rest.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        rest.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) {
        rest.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() {
        return rest.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return rest.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return rest.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return rest.isWrapperFor(type);
    }
}

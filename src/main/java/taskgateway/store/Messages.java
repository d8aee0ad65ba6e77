package taskgateway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;
import taskgateway.store.journal.Journal;
import taskgateway.store.journal.MessageState;
import taskgateway.store.journal.StoredAnswer;
import taskgateway.store.sql.Outage;
import taskgateway.store.sql.Rows;

/** Asks the message log for what a request may be a repeat of (specification, section 9: senders try again). */
public final class Messages {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.repeats");

    private static final String COLUMNS =
            "select state, digest, status, answer_headers, answer_format, answer_body from message where ";
    /** Two orders of one sender that come in at once are told apart by the column's uniqueness. */
    private static final String CLAIM = """
            update message set content_key = ?
            where id = ? and state = 'RUNNING' and not exists (select 1 from message where content_key = ?)""";
    private static final String UNIQUE_VIOLATION = "23505";

    private final DataSource database;

    public Messages(DataSource database) {
        this.database = database;
    }

    /**
     * The request of this sender's that has this trace id; empty when there is none any more.
     *
     * @throws Refusal STORE_UNAVAILABLE when the database does not answer
     */
    public Optional<EarlierMessage> ofAttempt(UUID trace, String fromAsid) {
        return find("trace = ? and from_asid = ? and held", trace, fromAsid);
    }

    /**
     * The request that has this content key.
     *
     * @throws Refusal STORE_UNAVAILABLE when the database does not answer
     */
    public Optional<EarlierMessage> ofContent(String key) {
        return find("content_key = ?", key);
    }

    /**
     * Gives a running request its content key.
     *
     * @return false when another request has it
     * @throws Refusal STORE_UNAVAILABLE when the database does not answer
     */
    public boolean claimContent(UUID id, String key) {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(CLAIM)) {
            Rows.set(update, key, id, key);
            boolean won = update.executeUpdate() == 1;
            connection.commit();
            return won;
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                return false;
            }
            throw unavailable(e);
        }
    }

    private Optional<EarlierMessage> find(String condition, Object... values) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(COLUMNS + condition)) {
            Rows.set(select, values);
            try (ResultSet row = select.executeQuery()) {
                Optional<EarlierMessage> found = row.next() ? Optional.of(earlier(row)) : Optional.empty();
                connection.commit(); // its sender is told what was found
                return found;
            }
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private static EarlierMessage earlier(ResultSet row) throws SQLException {
        String format = row.getString("answer_format");
        return new EarlierMessage(MessageState.valueOf(row.getString("state")), row.getString("digest"),
                row.getInt("status"), format == null ? null
                        : new StoredAnswer(row.getString("answer_headers"), format, row.getString("answer_body")));
    }

    private static Refusal unavailable(SQLException failure) {
        Outage.logFailure(LOG, "A request cannot be told from a repeat", failure);
        return Rule.STORE_UNAVAILABLE.found(
                (Outage.isFull(failure) ? Journal.FULL : "The service cannot read its records.")
                + " Nothing was sent: send the task again later.").refusal();
    }
}

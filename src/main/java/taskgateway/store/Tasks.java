package taskgateway.store;

import ca.uhn.fhir.model.dstu2.resource.Order;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.fhir.Format;
import taskgateway.rules.Rule;
import taskgateway.store.sql.Outage;
import taskgateway.store.sql.Rows;

/** Reads the tasks of hosted providers. */
public final class Tasks {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.tasks");

    // The cast tells PostgreSQL the type of a parameter that may be null.
    private static final String SELECT =
            "select char_length(body), body from task where body is not null and id = ? and provider_ods = ?"
            + " and sender_asid = ? and version_id = coalesce(cast(? as varchar(64)), version_id)";

    private final DataSource database;

    public Tasks(DataSource database) {
        this.database = database;
    }

    /**
     * A stored Order, its references relative.
     *
     * @param version the version asked for, or null for the newest
     * @param room    gets how many characters it has, before it is read
     * @return empty when there is none, or when another sender's it is (specification, section 2)
     * @throws taskgateway.rules.Refusal STORE_UNAVAILABLE when the database does not answer
     */
    public Optional<Order> find(String providerOds, String id, String version, String senderAsid,
            LongConsumer room) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT)) {
            Rows.set(select, id, providerOds, senderAsid, version);
            try (ResultSet row = select.executeQuery()) {
                Optional<Order> found = row.next() ? Optional.of(order(row, room)) : Optional.empty();
                connection.commit(); // who asks is told that it is there
                return found;
            }
        } catch (SQLException e) {
            Outage.logFailure(LOG, "A task cannot be read", e);
            throw Rule.STORE_UNAVAILABLE.found("The service cannot read its records: ask again later.").refusal();
        }
    }

    private static Order order(ResultSet row, LongConsumer room) throws SQLException {
        room.accept(row.getLong(1));
        return Format.JSON.parser().parseResource(Order.class, row.getString(2));
    }
}

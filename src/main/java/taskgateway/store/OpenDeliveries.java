package taskgateway.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import taskgateway.store.sql.Statements;

/**
 * Deliveries that are still to be made: their senders were told 201. A gateway that has no way for them does not start.
 */
public final class OpenDeliveries {

    private static final String COUNT = """
            select provider_ods as ods, count(*) as open from delivery where state in ('PENDING', 'SENDING', 'IN_DOUBT')
            group by provider_ods order by provider_ods""";

    private OpenDeliveries() {
    }

    /**
     * Looks for deliveries to anybody else.
     *
     * @param hosted ODS codes of the hosted providers
     * @throws IllegalStateException naming the providers, each with the number of its deliveries, or when the database
     *         fails
     */
    public static void refuseOthersThan(Collection<String> hosted, DataSource database) {
        String others;
        try (Connection connection = database.getConnection()) {
            others = Statements.rows(connection, COUNT).stream()
                    .filter(row -> !hosted.contains((String) row.get("ods")))
                    .map(row -> row.get("ods") + " (" + row.get("open") + ")").collect(Collectors.joining(", "));
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException("the database of gateway.database.url does not say what is still to be"
                    + " delivered", e);
        }
        if (!others.isEmpty()) {
            throw new IllegalStateException("the directory (gateway.directory) holds no hosted provider for deliveries"
                    + " that are still to be made, to " + others
                    + ": put it back, with retired: true where it takes no more tasks");
        }
    }
}

package taskgateway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import taskgateway.store.sql.Rows;
import taskgateway.store.sql.Statements;

/** The one key by which all gateways of a database hide patients in the message log. */
public final class PatientKey {

    private static final String FIRST =
            "insert into patient_key (one, fingerprint) values (1, ?) on conflict do nothing";
    private static final String KEPT = "select fingerprint from patient_key";

    private PatientKey() {
    }

    /**
     * Makes sure that this gateway's key is the database's; the first one that is seen is.
     *
     * @param fingerprint by which another key is known
     * @throws IllegalStateException when the database knows another key, or fails
     */
    public static void refuseAnother(DataSource database, String fingerprint) {
        try (Connection connection = database.getConnection();
                PreparedStatement first = connection.prepareStatement(FIRST)) {
            Rows.set(first, fingerprint);
            first.executeUpdate();
            connection.commit();
            Object kept = Statements.rows(connection, KEPT).get(0).get("fingerprint");
            connection.rollback();
            if (!fingerprint.equals(kept)) {
                throw new IllegalStateException(
                        "the key of gateway.patient-key-file is not the one with which this database was"
                        + " written, so a look-up by patient would miss what others wrote: give every gateway of a"
                        + " database the same file");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the database of gateway.database.url does not say which patient key it was written with", e);
        }
    }
}

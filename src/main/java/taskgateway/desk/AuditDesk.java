package taskgateway.desk;

import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import taskgateway.fhir.Format;
import taskgateway.store.audit.ChainCheck;
import taskgateway.store.audit.OperatorAction;

/** The audit trail (specification, section 8). */
public final class AuditDesk {

    private final DataSource database;

    public AuditDesk(DataSource database) {
        this.database = database;
    }

    /**
     * Recomputes each chain of records from the first to the noted end.
     *
     * @param gateway only the chain of this one; null: all
     * @throws NotDone when there is no such chain
     */
    public List<ChainCheck.Result> verify(String gateway) throws SQLException {
        try (Connection connection = database.getConnection()) {
            List<String> chains = ChainCheck.chains(connection);
            connection.rollback();
            if (gateway != null && !chains.contains(gateway)) {
                throw new NotDone("there is no chain of a gateway named " + gateway);
            }
            List<ChainCheck.Result> results = new ArrayList<>();
            for (String chain : gateway == null ? chains : List.of(gateway)) {
                results.add(ChainCheck.of(connection, chain));
            }
            return results;
        }
    }

    /**
     * Writes records as FHIR DSTU2 AuditEvents, in a Bundle of type collection. That is recorded before.
     *
     * @param since recorded at or after; null: from the first
     * @param until recorded before; null: to the last
     * @return how many
     */
    public long export(Instant since, Instant until, Format format, Writer out, Operator operator)
            throws SQLException, IOException {
        OperatorAction.doAudited(database, (connection, audit) -> {
            audit.accept(operator.record("audit export"));
            return null;
        });
        try (Connection connection = database.getConnection()) {
            return new AuditExport(format, out).write(connection,
                    new Conditions().and("recorded_at >= ?", since).and("recorded_at < ?", until));
        }
    }
}

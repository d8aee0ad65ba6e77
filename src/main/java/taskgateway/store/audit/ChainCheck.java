package taskgateway.store.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import taskgateway.store.sql.Statements;

/**
 * Recomputes an audit chain from its first record to the end that is noted of it, a page at a time (specification,
 * section 8: a removed record shows).
 */
public final class ChainCheck {

    private static final int PAGE = 1000;
    private static final String CHAINS = "select name from gateway union select distinct gateway from audit order by 1";
    private static final String END = "select last_sequence, last_hash from gateway where name = ?";
    private static final String RECORDS = Stream.concat(AuditRows.COLUMNS.stream(), Stream.of("previous_hash", "hash"))
            .collect(Collectors.joining(", ", "select ",
                    " from audit where gateway = ? and sequence > ? order by sequence fetch first "
                    + PAGE + " rows only"));

    private final Connection connection;
    private final String chain;
    private long sequence;
    private String hash = AuditChain.BEGINNING;

    private ChainCheck(Connection connection, String chain) {
        this.connection = connection;
        this.chain = chain;
    }

    /**
     * What was found of one chain.
     *
     * @param chain   its name
     * @param records so many were in order, from the first
     * @param fault   the first break; null when there is none
     */
    public record Result(String chain, long records, String fault) {
    }

    /** The names of all chains: those whose end is noted and those that have records. */
    public static List<String> chains(Connection connection) throws SQLException {
        return Statements.rows(connection, CHAINS).stream().map(row -> (String) row.values().iterator().next())
                .toList();
    }

    /**
     * Checks a chain as it is at one moment: gateways may go on writing.
     *
     * @param connection with a transaction that has not begun yet
     */
    public static Result of(Connection connection, String chain) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try {
            ChainCheck check = new ChainCheck(connection, chain);
            String fault = check.firstFault().orElse(null);
            return new Result(chain, check.sequence, fault);
        } finally {
            connection.rollback();
        }
    }

    private Optional<String> firstFault() throws SQLException {
        List<Map<String, Object>> page;
        do {
            page = Statements.rows(connection, RECORDS, chain, sequence);
            for (Map<String, Object> record : page) {
                Optional<String> fault = fault(record);
                if (fault.isPresent()) {
                    return fault;
                }
                sequence++;
                hash = (String) record.get("hash");
            }
        } while (page.size() == PAGE);
        return endFault();
    }

    private Optional<String> fault(Map<String, Object> record) {
        long found = (Long) record.get("sequence");
        if (found != sequence + 1) {
            return Optional.of(found == sequence + 2 ? "record " + (sequence + 1) + " is missing"
                    : "records " + (sequence + 1) + " to " + (found - 1) + " are missing");
        }
        if (!hash.equals(record.get("previous_hash"))) {
            return Optional.of("record " + found + " does not follow " + (sequence == 0 ? "the beginning of the chain"
                    : "record " + sequence) + ": it holds another hash of what was before it");
        }
        List<Object> values = AuditRows.COLUMNS.stream().map(record::get).collect(Collectors.toList());
        return AuditRows.hash(hash, values).equals(record.get("hash")) ? Optional.empty()
                : Optional.of("record " + found + " has been changed: its hash is not that of what it holds");
    }

    private Optional<String> endFault() throws SQLException {
        Optional<Map<String, Object>> end = Statements.first(connection, END, chain);
        if (end.isEmpty()) {
            return Optional.of("the end of the chain, noted in table gateway, has been removed");
        }
        long noted = (Long) end.get().get("last_sequence");
        if (noted > sequence) {
            return Optional.of(noted == sequence + 1 ? "record " + noted + ", the last one, is missing"
                    : "records " + (sequence + 1) + " to " + noted + ", the last ones, are missing");
        }
        if (noted < sequence) {
            return Optional.of("record " + (noted + 1) + " comes after the end of the chain that is noted");
        }
        return hash.equals(end.get().get("last_hash")) ? Optional.empty()
                : Optional.of("record " + noted + ", the last one, has another hash than is noted of the chain's end");
    }
}

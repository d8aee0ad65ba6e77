package taskgateway.command.operate;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgateway.desk.DeadLetterDesk;
import taskgateway.desk.DeadLetterQuery;
import taskgateway.desk.DeadLetterResult;

/** Which dead letters an action is done to: those named, or all that wait for an operator. */
final class DeadChoice {

    @Mixin
    private DeadFilter filter;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "The dead letters' ids.")
    private List<Long> ids = List.of();

    @Option(names = "--all",
            description = "All that wait for an operator, or those among them that the other options name.")
    private boolean all;

    @Option(names = "--yes", description = "Do not ask, for scripts.")
    private boolean yes;

    /** Refuses a choice that says nothing, or two things. */
    DeadLetterQuery query(OperatorOptions common) {
        if (all == !ids.isEmpty()) {
            throw common.usageFault("name dead letters by their ids, or say --all");
        }
        DeadLetterQuery query = filter.query(common);
        if (!all && query.isGiven()) {
            throw common.usageFault("ids and options that choose do not go together");
        }
        return query;
    }

    /**
     * The ids of those chosen; empty where there are many and the operator does not want it.
     *
     * @param verb what is done to them
     */
    Optional<List<Long>> ids(OperatorOptions common, DeadLetterDesk desk, DeadLetterQuery query, String verb)
            throws SQLException {
        if (!all) {
            return Optional.of(ids);
        }
        List<Long> waiting = desk.findWaiting(query);
        return waiting.isEmpty() || yes
                || common.confirms(verb + " " + waiting.size() + " dead letters?", "--yes")
                ? Optional.of(waiting) : Optional.empty();
    }

    /** Prints what came of each, and says whether all was done. */
    static int print(OperatorOptions common, List<DeadLetterResult> results) {
        common.listing().rows(results.stream().map(DeadChoice::row).toList());
        return !results.isEmpty() && results.stream().allMatch(result -> result.fault() == null)
                ? OperatorCommands.DONE : OperatorCommands.NOT_DONE;
    }

    private static Map<String, Object> row(DeadLetterResult result) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", result.id());
        String how = DeadLetterDesk.REPLAYED_BEFORE.equals(result.fault())
                ? ": to replay it once more say --again" : "";
        row.put("result", result.fault() == null ? "done" : "not done: " + result.fault() + how);
        return row;
    }
}

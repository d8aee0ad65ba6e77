package taskgateway.command.operate;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** What is done to dead letters, by their ids. */
    interface DeskAction {
        List<DeadLetterResult> on(DeadLetterDesk desk, List<Long> ids) throws SQLException;
    }

    /** Does it to those chosen, and prints what came of each. */
    int act(OperatorOptions common, String verb, DeskAction action) {
        DeadLetterQuery query = query(common);
        return common.inDatabase(database -> {
            DeadLetterDesk desk = new DeadLetterDesk(database);
            List<Long> chosen = all ? desk.findWaiting(query) : ids;
            if (all && !chosen.isEmpty() && !yes
                    && !common.confirms(verb + " " + chosen.size() + " dead letters?", "--yes")) {
                return OperatorCommands.NOT_DONE;
            }
            List<DeadLetterResult> results = action.on(desk, chosen);
            common.listing().rows(results.stream().map(DeadChoice::row).toList());
            return !results.isEmpty() && results.stream().allMatch(result -> result.fault() == null)
                    ? OperatorCommands.DONE : OperatorCommands.NOT_DONE;
        });
    }

    /** Refuses a choice that says nothing, or two things. */
    private DeadLetterQuery query(OperatorOptions common) {
        if (all == !ids.isEmpty()) {
            throw common.usageFault("name dead letters by their ids, or say --all");
        }
        DeadLetterQuery query = filter.query(common);
        if (!all && query.isGiven()) {
            throw common.usageFault("ids and options that choose do not go together");
        }
        return query;
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

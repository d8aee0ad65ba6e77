package taskgateway.command.operate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgateway.store.audit.OperatorAction;
import taskgateway.store.sql.Statements;

/**
 * An action on dead letters, one or many: each is done and recorded in one commit with its neighbours, or not at all.
 */
abstract class DeadAct implements Callable<Integer> {

    private static final int TOGETHER = 100;

    private static final String FIND = "select l.id, l.replays from dead_letter l";
    private static final String LOCK = """
            select l.id, l.kind, l.state, l.replays, l.provider_ods, l.trace_id, l.from_asid, l.delivery, d.state as delivery_state,
                d.task_id
            from dead_letter l left join delivery d on d.sequence = l.delivery where l.id = ?""";

    @Mixin
    private OperatorOptions common;

    @Mixin
    private Actor actor;

    @Mixin
    private DeadFilter filter;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "The dead letters' ids.")
    private List<Long> ids = List.of();

    @Option(names = "--all",
            description = "All that wait for an operator, or those among them that the other options name.")
    private boolean all;

    @Option(names = "--yes", description = "Do not ask, for scripts.")
    private boolean yes;

    /** What it is called: {@code Replay}. */
    abstract String verb();

    /** Reads what it needs to know beside the database, before anything is locked there. */
    void prepare(OperatorOptions common) {
        // Most need nothing.
    }

    /** Whether one that was taken up before may be taken once more without asking. */
    abstract boolean mayReplayAgain();

    /**
     * Does it to a dead letter that waits for an operator.
     *
     * @return why it was not done, or null
     */
    abstract String act(Connection connection, Map<String, Object> letter, Actor actor, Instant now)
            throws SQLException;

    @Override
    public final Integer call() {
        actor.check(common);
        if (all == !ids.isEmpty()) {
            throw common.usageFault("name dead letters by their ids, or say --all");
        }
        if (!all && filter.isGiven(common)) {
            throw common.usageFault("ids and options that choose do not go together");
        }
        prepare(common);
        return common.inDatabase(this::act);
    }

    private int act(DataSource database) throws SQLException {
        List<Long> chosen = all ? findWaiting(database) : ids;
        if (all && !chosen.isEmpty() && !yes
                && !common.confirms(verb() + " " + chosen.size() + " dead letters?", "--yes")) {
            return OperatorCommands.NOT_DONE;
        }
        List<Map<String, Object>> results = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i += TOGETHER) {
            List<Long> some = chosen.subList(i, Math.min(chosen.size(), i + TOGETHER));
            Map<Long, Boolean> confirmed = confirmReplays(database, some);
            results.addAll(OperatorAction.doAudited(database, (connection, audit) -> {
                List<Map<String, Object>> done = new ArrayList<>();
                for (Long id : some) {
                    Optional<Map<String, Object>> letter = Statements.first(connection, LOCK, id);
                    String fault = letter.isEmpty() ? "there is no such dead letter"
                            : actOrFault(connection, letter.get(), confirmed.get(id));
                    if (fault == null) {
                        audit.accept(actor.record(common.name() + " " + id, letter.get()));
                    }
                    done.add(result(id, fault));
                }
                return done;
            }));
        }
        common.listing().table(results);
        return !results.isEmpty() && results.stream().allMatch(row -> row.get("result").equals("done"))
                ? OperatorCommands.DONE : OperatorCommands.NOT_DONE;
    }

    private String actOrFault(Connection connection, Map<String, Object> letter, Boolean confirmed)
            throws SQLException {
        if (!letter.get("state").equals("DEAD")) {
            return "it is " + letter.get("state");
        }
        if (!mayReplayAgain() && replays(letter) > 0 && !Boolean.TRUE.equals(confirmed)) {
            return "it was replayed before: to replay it once more say --again";
        }
        return act(connection, letter, actor, Instant.now());
    }

    /** Before anything is locked, asks of each that was taken up before. */
    private Map<Long, Boolean> confirmReplays(DataSource database, List<Long> some) throws SQLException {
        Map<Long, Boolean> confirmed = new LinkedHashMap<>();
        if (mayReplayAgain()) {
            return confirmed;
        }
        try (Connection connection = database.getConnection()) {
            for (Long id : some) {
                int replays = Statements.first(connection, FIND + " where l.id = ? and l.state = 'DEAD'", id)
                        .map(DeadAct::replays).orElse(0);
                if (replays > 0) {
                    confirmed.put(id, common.question().ask("Dead letter " + id + " has been replayed " + replays
                            + " times already. Once more?").orElse(false));
                }
            }
        }
        return confirmed;
    }

    private List<Long> findWaiting(DataSource database) throws SQLException {
        SqlConditions where = filter.where(common).and("l.state = ?", "DEAD");
        try (Connection connection = database.getConnection()) {
            return Statements.rows(connection, FIND + where.sql() + " order by l.id", where.values()).stream()
                    .map(row -> (Long) row.get("id")).toList();
        }
    }

    private static int replays(Map<String, Object> letter) {
        return (Integer) letter.get("replays");
    }

    private static Map<String, Object> result(Long id, String fault) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("id", id);
        result.put("result", fault == null ? "done" : "not done: " + fault);
        return result;
    }
}

package taskgateway.command.operate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import taskgateway.desk.DeadLetterDesk;
import taskgateway.desk.DeadLetterQuery;
import taskgateway.desk.Operator;
import taskgateway.directory.Provider;

/** Takes up again what could not be handed on: the running gateways do it, or the next one that starts. */
@Command(name = "replay", description = {"Has a gateway deliver hosted tasks again, and work on JMS messages again.",
    "A message's sender gets its outcome then; a gateway that runs does it within a second or two."})
final class DeadReplay implements Callable<Integer> {

    @Mixin
    private OperatorOptions common;

    @Mixin
    private Actor actor;

    @Mixin
    private DeadChoice choice;

    @Option(names = "--again", description = "Also what was replayed before and died again.")
    private boolean again;

    @Override
    public Integer call() {
        Operator operator = actor.operator(common);
        DeadLetterQuery query = choice.query(common);
        Set<String> hosted = common.providers().values().stream().filter(it -> it.transport().hosted())
                .map(Provider::ods).collect(Collectors.toSet());
        return common.inDatabase(database -> {
            DeadLetterDesk desk = new DeadLetterDesk(database);
            Optional<List<Long>> ids = choice.ids(common, desk, query, "Replay");
            return ids.isEmpty() ? OperatorCommands.NOT_DONE : DeadChoice.print(common,
                    desk.replay(ids.get(), again ? ids.get() : onceMore(desk, ids.get()), hosted, operator));
        });
    }

    /** Of each that was replayed before it is asked. */
    private List<Long> onceMore(DeadLetterDesk desk, List<Long> ids) throws SQLException {
        List<Long> confirmed = new ArrayList<>();
        for (Map.Entry<Long, Integer> before : desk.replaysBefore(ids).entrySet()) {
            if (common.question().ask("Dead letter " + before.getKey() + " has been replayed " + before.getValue()
                    + " times already. Once more?").orElse(false)) {
                confirmed.add(before.getKey());
            }
        }
        return confirmed;
    }
}

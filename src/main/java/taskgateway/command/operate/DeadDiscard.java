package taskgateway.command.operate;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import taskgateway.desk.DeadLetterDesk;
import taskgateway.desk.DeadLetterQuery;
import taskgateway.desk.Operator;

/** Gives up what could not be handed on: it has been dealt with in another way, or need not be. */
@Command(name = "discard", description = {"Gives up what could not be handed on, for good.",
    "A hosted task that is discarded never reaches its provider: its sender believes that it was taken, so tell them."})
final class DeadDiscard implements Callable<Integer> {

    @Mixin
    private OperatorOptions common;

    @Mixin
    private Actor actor;

    @Mixin
    private DeadChoice choice;

    @Override
    public Integer call() {
        Operator operator = actor.operator(common);
        DeadLetterQuery query = choice.query(common);
        return common.inDatabase(database -> {
            DeadLetterDesk desk = new DeadLetterDesk(database);
            Optional<List<Long>> ids = choice.ids(common, desk, query, "Discard");
            return ids.isEmpty() ? OperatorCommands.NOT_DONE
                    : DeadChoice.print(common, desk.discard(ids.get(), operator));
        });
    }
}

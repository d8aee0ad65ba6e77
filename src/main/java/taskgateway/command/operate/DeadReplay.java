package taskgateway.command.operate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import taskgateway.directory.Provider;
import taskgateway.store.sql.Statements;

/** Takes up again what could not be handed on: the running gateways do it, or the next one that starts. */
@Command(name = "replay", description = {"Has a gateway deliver hosted tasks again, and work on JMS messages again.",
    "A message's sender gets its outcome then; a gateway that runs does it within a second or two."})
final class DeadReplay extends DeadAct {

    private static final String DELIVERY = """
            update delivery set state = 'PENDING', replays = replays + 1, next_attempt_at = null, run = null
            where sequence = ? and state = 'DEAD'""";
    private static final String LETTER = """
            update dead_letter set state = ?, replays = replays + 1, run = null, acted_at = ?, acted_by = ?, acted_why = ?
            where id = ? and state = 'DEAD'""";

    @Option(names = "--again", description = "Also what was replayed before and died again.")
    private boolean again;

    private Set<String> hosted;

    @Override
    void prepare(OperatorOptions common) {
        hosted = common.providers().values().stream().filter(it -> it.transport().hosted()).map(Provider::ods)
                .collect(Collectors.toSet());
    }

    @Override
    String verb() {
        return "Replay";
    }

    @Override
    boolean mayReplayAgain() {
        return again;
    }

    @Override
    String act(Connection connection, Map<String, Object> letter, Actor actor, Instant now) throws SQLException {
        boolean delivery = letter.get("kind").equals("DELIVERY");
        if (delivery && !hosted.contains((String) letter.get("provider_ods"))) {
            return letter.get("provider_ods") + " is no hosted provider of the directory, so nobody would deliver it:"
                    + " put it back there, with retired: true where it takes no more tasks";
        }
        if (delivery && Statements.update(connection, DELIVERY, letter.get("delivery")) == 0) {
            return "its delivery is " + letter.get("delivery_state") + " meanwhile: discard the dead letter";
        }
        return Statements.update(connection, LETTER, delivery ? "REPLAYED" : "REPLAYING", now, actor.who(), actor.why(),
                letter.get("id")) == 1 ? null : "another command was faster";
    }
}

package taskgateway.command.operate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import taskgateway.store.sql.Statements;

/** Gives up what could not be handed on: it has been dealt with in another way, or need not be. */
@Command(name = "discard", description = {"Gives up what could not be handed on, for good.",
    "A hosted task that is discarded never reaches its provider: its sender believes that it was taken, so tell them."})
final class DeadDiscard extends DeadAct {

    private static final String DELIVERY =
            "update delivery set state = 'DISCARDED' where sequence = ? and state = 'DEAD'";
    /** The same request may come again and die anew: then it is another dead letter. */
    private static final String LETTER = """
            update dead_letter set state = 'DISCARDED', attempt_key = null, acted_at = ?, acted_by = ?, acted_why = ?
            where id = ? and state = 'DEAD'""";

    @Override
    String verb() {
        return "Discard";
    }

    @Override
    boolean mayReplayAgain() {
        return true;
    }

    @Override
    String act(Connection connection, Map<String, Object> letter, Actor actor, Instant now) throws SQLException {
        if (letter.get("delivery") != null) {
            Statements.update(connection, DELIVERY, letter.get("delivery"));
        }
        return Statements.update(connection, LETTER, now, actor.who(), actor.why(), letter.get("id")) == 1 ? null
                : "another command was faster";
    }
}

package taskgateway.command.operate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgateway.command.ClientFault;
import taskgateway.directory.Provider;
import taskgateway.store.audit.OperatorAction;
import taskgateway.store.sql.Statements;

/** Providers, and deliveries to hosted ones, a provider at a time. */
@Command(name = "provider", synopsisSubcommandLabel = "(list | pause | resume | retry)",
        description = "Lists providers; pauses and resumes deliveries; has what waits for one tried now.")
final class ProviderCommand {

    private static final String FIND = "select paused_at, paused_by, paused_why from provider where ods = ?";
    private static final String PAUSE =
            "update provider set paused_at = ?, paused_by = ?, paused_why = ? where ods = ? and paused_at is null";
    private static final String RESUME =
            "update provider set paused_at = null, paused_by = null, paused_why = null where ods = ? and paused_at is"
            + " not null";

    /** Failures stay counted: if it is not there yet, the next wait is as long as it would have been. */
    private static final String REACH = "update provider set retry_at = null where ods = ? and retry_at > ?";
    private static final String DELIVER = """
            update delivery set next_attempt_at = null
            where provider_ods = ? and state in ('PENDING', 'IN_DOUBT') and next_attempt_at > ?""";
    private static final String PENDING =
            "select count(*) as n from delivery where provider_ods = ? and state in ('PENDING', 'IN_DOUBT')";
    private static final String WORK_ON =
            "update dead_letter set retry_at = ? where provider_ods = ? and state = 'WAITING' and retry_at > ?";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Command(name = "list",
            description = {"Lists providers: deliveries to hosted ones (pending, being sent, in doubt), JMS"
            + " messages that wait for their next try, dead letters, and whether one is paused or fails, and since"
            + " when.",
        "Whether a FHIR provider is called is what the gateways that run have last seen."})
    int list(@Mixin OperatorOptions common) {
        Map<String, Provider> directory = common.providers();
        common.listing().table(common.read(connection -> ProviderRows.of(directory, connection)),
                "ods", "transport", "pending", "sending", "in_doubt", "waiting", "dead", "oldest_seconds", "now");
        return OperatorCommands.DONE;
    }

    @Command(name = "pause",
            description = "Holds back deliveries to a hosted provider; tasks for it are taken as before.")
    int pause(@Mixin OperatorOptions common, @Mixin Actor actor,
            @Parameters(paramLabel = "ODS", description = "The provider's ODS code.") String ods) {
        return change(common, actor, ods, PAUSE, Instant.now(), actor.who(), actor.why(), ods);
    }

    @Command(name = "resume", description = "Goes on with deliveries to a paused provider.")
    int resume(@Mixin OperatorOptions common, @Mixin Actor actor,
            @Parameters(paramLabel = "ODS", description = "The provider's ODS code.") String ods) {
        return change(common, actor, ods, RESUME, ods);
    }

    @Command(name = "retry",
            description = {"Has what waits for a provider's next try tried now: deliveries to a hosted one, JMS"
            + " messages for any.",
            "A FHIR provider whose calls have failed too often is not called before its time is over"
            + " (gateway.breaker.open-seconds)."})
    int retry(@Mixin OperatorOptions common, @Mixin Actor actor,
            @Parameters(paramLabel = "ODS", description = "The provider's ODS code.") String ods) {
        actor.check(common);
        int[] tried = common.inDatabase(database -> OperatorAction.doAudited(database, (connection, audit) -> {
            int[] done = tryNow(connection, ods);
            if (done[0] + done[1] == 0) {
                throw ClientFault.notDone("nothing waits for " + ods);
            }
            audit.accept(actor.record(common.name() + " " + ods, Map.of("provider_ods", ods)));
            return done;
        }));
        common.listing().say("deliveries tried now: " + tried[0] + ", messages tried now: " + tried[1]);
        return OperatorCommands.DONE;
    }

    /** How many deliveries and messages had to wait. */
    private static int[] tryNow(Connection connection, String ods) throws SQLException {
        Instant now = Instant.now();
        List<Map<String, Object>> hosted = Statements.rows(connection, FIND, ods);
        if (!hosted.isEmpty() && hosted.get(0).get("paused_at") != null) {
            throw ClientFault.notDone(paused(ods, hosted.get(0)) + ". Resume it first");
        }
        boolean waited = Statements.update(connection, REACH, ods, now) > 0;
        int put = Statements.update(connection, DELIVER, ods, now);
        if (waited) {
            put = ((Long) Statements.first(connection, PENDING, ods).orElseThrow().get("n")).intValue();
        }
        return new int[] {put, Statements.update(connection, WORK_ON, now, ods, now)};
    }

    private static int change(OperatorOptions common, Actor actor, String ods, String sql, Object... values) {
        actor.check(common);
        boolean pauses = sql.equals(PAUSE);
        common.inDatabase(database -> OperatorAction.doAudited(database, (connection, audit) -> {
            Map<String, Object> provider = Statements.first(connection, FIND, ods)
                    .orElseThrow(() -> ClientFault.notDone(ods
                            + " is no hosted provider of this gateway: deliveries to others cannot be paused, their"
                            + " tasks are sent while the sender waits"));
            if (Statements.update(connection, sql, values) == 0) {
                throw ClientFault.notDone(pauses ? paused(ods, provider) : ods + " is not paused");
            }
            audit.accept(actor.record(common.name() + " " + ods, Map.of("provider_ods", ods)));
            return null;
        }));
        common.listing().say("done");
        return OperatorCommands.DONE;
    }

    private static String paused(String ods, Map<String, Object> provider) {
        Instant since = ((Instant) provider.get("paused_at")).truncatedTo(ChronoUnit.SECONDS);
        return ods + " is paused already, since " + since + " by " + provider.get("paused_by") + ": "
                + provider.get("paused_why");
    }
}

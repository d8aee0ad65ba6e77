package taskgateway.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgateway.cli.ClientFault;
import taskgateway.provider.Provider;
import taskgateway.store.OperatorAction;
import taskgateway.store.Statements;

/** Deliveries to hosted providers, a provider at a time. */
@Command(name = "provider", synopsisSubcommandLabel = "(list | pause | resume)",
        description = "Lists hosted providers, pauses and resumes deliveries to them.")
final class ProviderCommand {

    private static final String COUNT = "(select count(*) from delivery d where d.provider_ods = p.ods and d.state = '%s') as %s";
    private static final String LIST = "select p.ods, '' as directory, "
            + String.join(", ", List.of(COUNT.formatted("PENDING", "pending"), COUNT.formatted("SENDING", "sending"),
                    COUNT.formatted("IN_DOUBT", "in_doubt"), COUNT.formatted("DEAD", "dead"))) + """
            , (select min(t.received_at) from delivery d join task t on t.id = d.task_id
                where d.provider_ods = p.ods and d.state in ('PENDING', 'SENDING', 'IN_DOUBT')) as oldest_seconds,
                p.failures, p.retry_at, p.paused_at, p.paused_by, p.paused_why
            from provider p order by p.ods""";
    private static final String FIND = "select paused_at, paused_by, paused_why from provider where ods = ?";
    private static final String PAUSE =
            "update provider set paused_at = ?, paused_by = ?, paused_why = ? where ods = ? and paused_at is null";
    private static final String RESUME =
            "update provider set paused_at = null, paused_by = null, paused_why = null where ods = ? and paused_at is not null";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Command(name = "list", description = "Lists hosted providers with what waits for each, and how long the oldest has waited.")
    int list(@Mixin Common common) {
        Map<String, Provider> hosted = common.hosted();
        List<Map<String, Object>> rows = common.read(connection -> Statements.rows(connection, LIST));
        rows.forEach(row -> {
            row.put("directory", place(hosted.get((String) row.get("ods"))));
            row.computeIfPresent("oldest_seconds",
                    (name, received) -> Duration.between((Instant) received, Instant.now()).toSeconds());
        });
        common.listing().table(rows);
        return Operator.DONE;
    }

    @Command(name = "pause", description = "Holds back deliveries to a hosted provider; tasks for it are taken as before.")
    int pause(@Mixin Common common, @Mixin Actor actor, @Parameters(paramLabel = "ODS", description = "The provider's ODS code.") String ods) {
        return change(common, actor, ods, PAUSE, Instant.now(), actor.who(), actor.why(), ods);
    }

    @Command(name = "resume", description = "Goes on with deliveries to a paused provider.")
    int resume(@Mixin Common common, @Mixin Actor actor, @Parameters(paramLabel = "ODS", description = "The provider's ODS code.") String ods) {
        return change(common, actor, ods, RESUME, ods);
    }

    private static String place(Provider provider) {
        return provider == null ? "not there" : provider.retired() ? "retired" : "there";
    }

    private static int change(Common common, Actor actor, String ods, String sql, Object... values) {
        actor.check(common);
        Optional<Map<String, Object>> unchanged = common.inDatabase(database -> OperatorAction.audited(database, (connection, audit) -> {
            Map<String, Object> provider = Statements.first(connection, FIND, ods).orElseThrow(() -> new ClientFault(ods
                    + " is no hosted provider of this gateway: deliveries to others cannot be paused, their tasks are sent while"
                    + " the sender waits"));
            if (Statements.update(connection, sql, values) == 0) {
                return Optional.of(provider);
            }
            audit.accept(actor.record(common.name() + " " + ods, Map.of("provider_ods", ods)));
            return Optional.<Map<String, Object>>empty();
        }));
        unchanged.ifPresentOrElse(provider -> common.err().println(provider.get("paused_at") == null ? ods + " is not paused"
                : ods + " is paused already, since " + provider.get("paused_at") + " by " + provider.get("paused_by") + ": "
                        + provider.get("paused_why")), () -> common.listing().say("done"));
        return unchanged.isPresent() ? Operator.NOT_DONE : Operator.DONE;
    }
}

package taskgateway.command.operate;

import java.sql.SQLException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgateway.desk.Operator;
import taskgateway.desk.ProviderDesk.Tried;
import taskgateway.desk.ProviderDesk;
import taskgateway.directory.Provider;

/** Providers, and deliveries to hosted ones, a provider at a time. */
@Command(name = "provider", synopsisSubcommandLabel = "(list | pause | resume | retry)",
        description = "Lists providers; pauses and resumes deliveries; has what waits for one tried now.")
final class ProviderCommand {

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Command(name = "list",
            description = {"Lists providers: deliveries to hosted ones (pending, being sent, in doubt), JMS"
            + " messages that wait for their next try, dead letters, and whether one is paused or fails, and since"
            + " when.",
        "Whether a FHIR provider is called is what the gateways that run have last seen."})
    int list(@Mixin OperatorOptions common) {
        Map<String, Provider> directory = common.providers();
        common.listing().table(common.inDatabase(database -> new ProviderDesk(database).list(directory)),
                "ods", "transport", "pending", "sending", "in_doubt", "waiting", "dead", "oldest_seconds", "now");
        return OperatorCommands.DONE;
    }

    @Command(name = "pause",
            description = "Holds back deliveries to a hosted provider; tasks for it are taken as before.")
    int pause(@Mixin OperatorOptions common, @Mixin Actor actor,
            @Parameters(paramLabel = "ODS", description = "The provider's ODS code.") String ods) {
        Operator operator = actor.operator(common);
        return change(common, desk -> desk.pause(ods, operator));
    }

    @Command(name = "resume", description = "Goes on with deliveries to a paused provider.")
    int resume(@Mixin OperatorOptions common, @Mixin Actor actor,
            @Parameters(paramLabel = "ODS", description = "The provider's ODS code.") String ods) {
        Operator operator = actor.operator(common);
        return change(common, desk -> desk.resume(ods, operator));
    }

    @Command(name = "retry",
            description = {"Has what waits for a provider's next try tried now: deliveries to a hosted one, JMS"
            + " messages for any.",
            "A FHIR provider whose calls have failed too often is not called before its time is over"
            + " (gateway.breaker.open-seconds)."})
    int retry(@Mixin OperatorOptions common, @Mixin Actor actor,
            @Parameters(paramLabel = "ODS", description = "The provider's ODS code.") String ods) {
        Operator operator = actor.operator(common);
        Tried tried = common.inDatabase(database -> new ProviderDesk(database).retry(ods, operator));
        common.listing().say("deliveries tried now: " + tried.deliveries() + ", messages tried now: "
                + tried.messages());
        return OperatorCommands.DONE;
    }

    private interface Change {
        void at(ProviderDesk desk) throws SQLException;
    }

    private static int change(OperatorOptions common, Change change) {
        common.inDatabase(database -> {
            change.at(new ProviderDesk(database));
            return null;
        });
        common.listing().say("done");
        return OperatorCommands.DONE;
    }
}

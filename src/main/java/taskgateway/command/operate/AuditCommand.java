package taskgateway.command.operate;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import taskgateway.command.ClientFault;
import taskgateway.fhir.Format;
import taskgateway.store.audit.ChainCheck;
import taskgateway.store.audit.OperatorAction;
import taskgateway.store.sql.OwnersFile;

/** The audit trail. */
@Command(name = "audit", synopsisSubcommandLabel = "(verify | export)",
        description = "Verifies and exports the audit trail.")
final class AuditCommand {

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Command(name = "verify",
            description = {"Recomputes each chain of audit records from the first to the noted end, and names the",
        "first break: a changed, missing or added record. Exit code 1 when there is one."})
    int verify(@Mixin OperatorOptions common, @Option(names = "--gateway", paramLabel = "NAME",
            description =
                    "Only the chain of this gateway, or that of the operators' commands: operators.") String gateway) {
        List<ChainCheck.Result> results = common.read(connection -> check(connection, gateway));
        common.listing().table(results.stream().map(AuditCommand::row).toList());
        return results.stream().allMatch(result -> result.fault() == null) ? OperatorCommands.DONE
                : OperatorCommands.NOT_DONE;
    }

    @Command(name = "export",
            description = {"Writes audit records as FHIR DSTU2 AuditEvents, in a Bundle of type collection.",
        "That is recorded in the audit trail itself."})
    int export(@Mixin OperatorOptions common, @Mixin Actor actor,
            @Option(names = "--since", paramLabel = "TIME", converter = Times.Point.class,
                    description = "Recorded at or after.") Instant since,
            @Option(names = "--until", paramLabel = "TIME", converter = Times.Point.class,
                    description = "Recorded before.") Instant until,
            @Option(names = "--format", paramLabel = "json|xml", defaultValue = "JSON",
                    description = "Default: ${DEFAULT-VALUE}.") Format format,
            @Option(names = "--out", paramLabel = "FILE",
                    description = "Write to this file, which must not be there yet.") Path file) {
        actor.check(common);
        long count = common.inDatabase(database -> {
            OperatorAction.doAudited(database, (connection, audit) -> {
                audit.accept(actor.record(common.name(), Map.of()));
                return null;
            });
            return export(database, new SqlConditions().and("recorded_at >= ?", since).and("recorded_at < ?", until),
                    format, common, file);
        });
        if (file != null) {
            common.listing().say(count + " audit records written to " + file);
        }
        return OperatorCommands.DONE;
    }

    private static long export(DataSource database, SqlConditions where, Format format, OperatorOptions common,
            Path file) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (file == null) {
                PrintWriter out = common.out();
                long count = new AuditExport(format, out).write(connection, where);
                out.flush();
                return count;
            }
            OwnersFile.create(file, "");
            try (Writer out = Files.newBufferedWriter(file)) {
                return new AuditExport(format, out).write(connection, where);
            }
        } catch (IOException e) {
            throw new ClientFault("the file " + file + " cannot be written, or is there already", e);
        }
    }

    private static List<ChainCheck.Result> check(Connection connection, String gateway) throws SQLException {
        List<String> chains = new ArrayList<>(ChainCheck.chains(connection));
        connection.rollback();
        if (gateway != null && !chains.contains(gateway)) {
            throw ClientFault.notDone("there is no chain of a gateway named " + gateway);
        }
        List<ChainCheck.Result> results = new ArrayList<>();
        for (String chain : gateway == null ? chains : List.of(gateway)) {
            results.add(ChainCheck.of(connection, chain));
        }
        return results;
    }

    private static Map<String, Object> row(ChainCheck.Result result) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("chain", result.chain());
        row.put("records", result.records());
        row.put("result", result.fault() == null ? "unbroken" : "BROKEN: " + result.fault());
        return row;
    }
}

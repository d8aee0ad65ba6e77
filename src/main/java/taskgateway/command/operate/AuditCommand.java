package taskgateway.command.operate;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import taskgateway.command.ClientFault;
import taskgateway.desk.AuditDesk;
import taskgateway.desk.Operator;
import taskgateway.fhir.Format;
import taskgateway.store.audit.ChainCheck;
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
        List<ChainCheck.Result> results = common.inDatabase(database -> new AuditDesk(database).verify(gateway));
        common.listing().rows(results.stream().map(AuditCommand::row).toList());
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
        Operator operator = actor.operator(common);
        long count = common.inDatabase(database -> write(file, common.out(),
                out -> new AuditDesk(database).export(since, until, format, out, operator)));
        if (file != null) {
            common.listing().say(count + " audit records written to " + file);
        }
        return OperatorCommands.DONE;
    }

    private interface Export {
        /** How many records were written. */
        long to(Writer out) throws SQLException, IOException;
    }

    private static long write(Path file, PrintWriter terminal, Export export) throws SQLException {
        try {
            if (file == null) {
                long count = export.to(terminal);
                terminal.flush();
                return count;
            }
            OwnersFile.create(file, "");
            try (Writer out = Files.newBufferedWriter(file)) {
                return export.to(out);
            }
        } catch (IOException e) {
            throw new ClientFault("the file " + file + " cannot be written, or is there already", e);
        }
    }

    private static Map<String, Object> row(ChainCheck.Result result) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("chain", result.chain());
        row.put("records", result.records());
        row.put("result", result.fault() == null ? "unbroken" : "BROKEN: " + result.fault());
        return row;
    }
}

package taskgateway.command.operate;

import picocli.CommandLine.Option;
import taskgateway.desk.Operator;

/** Who does something, and why; with the account of the operating system that it is done from. */
final class Actor {

    @Option(names = "--who", paramLabel = "NAME",
            description = "Who does it (default: the account of the operating system).")
    private String who = Operator.ACCOUNT;

    @Option(names = "--why", paramLabel = "REASON", description = "Why it is done, for the audit trail.")
    private String why;

    /** Refuses a command without a reason. */
    Operator operator(OperatorOptions common) {
        return common.value("--", () -> Operator.ofThisProcess(who, why));
    }
}

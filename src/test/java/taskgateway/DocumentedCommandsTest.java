package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import taskgateway.command.operate.OperatorCommands;
import taskgateway.testkit.OperatedGateway;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Slow;

/** The commands of sender and operator that documents show, run as they stand there beside a gateway of README's. */
@Slow
class DocumentedCommandsTest {

    private static final Pattern SEND = Pattern.compile("\"-Dexec\\.args=((?:send|token)[^\"$]*)\"");
    private static final Pattern OPERATE = Pattern.compile("[`=](?:java -jar task-gateway\\.jar )?((?:"
            + String.join("|", OperatorCommands.COMMANDS) + ") [^`\"]+)[`\"]");
    /** What stands for a value, and one. */
    private static final Map<String, String> VALUES =
            Map.of("ODS", "B82617", "ID…", "1", "ID", "1", "--since …", "--since 3h", "--why …", "--why documented");

    @TempDir
    private static Path folder;
    private static RunningGateway gateway;
    private static Path config;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.start(folder, Map.of());
        config = OperatedGateway.config(folder, gateway.settings());
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.stop();
        }
    }

    @ParameterizedTest
    @MethodSource
    void aSendersCommandEndsAsItsPageSays(String command) {
        String out = run(Gateway.client(), command, command.contains("refused-") ? 1 : 0);

        if (command.startsWith("send") && !command.contains("--help")) {
            assertThat(out).startsWith(command.contains("refused-") ? "4" : "201 ");
        }
    }

    @ParameterizedTest
    @MethodSource
    void anOperatorsCommandIsUnderstood(String command) {
        CommandLine line = Gateway.operator();
        boolean recorded = command.matches("dead (replay|discard).*|provider (pause|resume|retry).*|audit export.*");
        String whole = recorded && !command.contains("--why") ? command + " --why documented" : command;

        assertThat(execute(line, whole, new StringWriter())).as(whole).isNotEqualTo(CommandLine.ExitCode.USAGE);
    }

    static Set<String> aSendersCommandEndsAsItsPageSays() throws IOException {
        return found(SEND);
    }

    static Set<String> anOperatorsCommandIsUnderstood() throws IOException {
        Set<String> commands = new TreeSet<>();
        for (String command : found(OPERATE)) {
            String with = command;
            for (String name : new TreeSet<>(VALUES.keySet()).descendingSet()) {
                with = with.replaceAll("(?<!\\w)" + Pattern.quote(name) + "(?!\\w)", VALUES.get(name));
            }
            commands.add(with);
        }
        commands.removeIf(command -> command.matches("messages show|dead (replay|discard)")); // named, not typed
        assertThat(commands).hasSizeGreaterThan(12);
        return commands;
    }

    private static Set<String> found(Pattern pattern) throws IOException {
        Set<String> commands = new TreeSet<>();
        try (Stream<Path> pages = Stream.concat(Stream.of(Path.of("README.md")), Files.list(Path.of("docs")))) {
            for (Path page : pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                Matcher command = pattern.matcher(Files.readString(page));
                while (command.find()) {
                    commands.add(command.group(1).strip());
                }
            }
        }
        return commands;
    }

    private static String run(CommandLine line, String command, int exit) {
        StringWriter out = new StringWriter();
        assertThat(execute(line, command, out)).as(command).isEqualTo(exit);
        return out.toString();
    }

    private static int execute(CommandLine line, String command, StringWriter out) {
        return line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(new StringWriter(), true))
                .execute(Stream.concat(Stream.of(command.split(" +")), Stream.of("--config", config.toString()))
                        .toArray(String[]::new));
    }
}

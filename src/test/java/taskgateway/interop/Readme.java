package taskgateway.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The commands of README and of the pages for senders and for TLS, run by a shell to the letter. Only their addresses
 * lead elsewhere, since the ports that the pages name may be in use, and Maven is not started for a program whose
 * classes are here.
 */
final class Readme {

    private static final Pattern BLOCK = Pattern.compile("```\n(.*?)```", Pattern.DOTALL);

    private final Path folder;
    private final String text = pages();
    private final String beforehand;

    /**
     * @param folder where curl finds its own settings
     * @param hosts  by {@code host:port}, the URL of what stands there
     */
    Readme(Path folder, Map<String, String> hosts) throws IOException {
        Program.installed("curl", "curl");
        this.folder = folder;
        Files.writeString(folder.resolve(".curlrc"), hosts.entrySet().stream()
                .map(host -> "connect-to = \"" + host.getKey() + ":" + host.getValue().replaceFirst("https?://", "")
                        + "\"\n")
                .collect(Collectors.joining()));
        this.beforehand = """
                mvn() { for a; do case $a in -Dexec.args=*) %s -cp '%s' taskgateway.Gateway ${a#*=};; esac; done; }
                """.formatted(Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"));
    }

    private static String pages() throws IOException {
        return Files.readString(Path.of("README.md")) + Files.readString(Path.of("docs/sending.md"))
                + Files.readString(Path.of("docs/tls.md"));
    }

    /** Runs the first block of commands behind a heading. */
    Command runBlockBehind(String heading) {
        return runBlockBehind(heading, "", "");
    }

    /** The same with other words in one place. */
    Command runBlockBehind(String heading, String words, String others) {
        assertThat(text).contains(heading);
        Matcher block = BLOCK.matcher(text);
        assertThat(block.find(text.indexOf(heading))).isTrue();
        assertThat(block.group(1)).contains(words);
        return run(block.group(1).replace(words, others));
    }

    /** What stands in backticks behind these words and the first backtick, which ends them. */
    String quoted(String words) {
        assertThat(text).contains(words);
        int start = text.indexOf(words) + words.length();
        return text.substring(start, text.indexOf('`', start));
    }

    Command run(String commands) {
        return Command.run(folder, Map.of("CURL_HOME", folder.toString()), "", List.of("bash", "-c", beforehand
                + commands));
    }
}

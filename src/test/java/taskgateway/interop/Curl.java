package taskgateway.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import taskgateway.fhir.Format;
import taskgateway.testkit.AnswerValidator;
import taskgateway.testkit.Refused;
import taskgateway.testkit.Sender;

/** curl, as an engineer runs it. */
final class Curl {

    /**
     * What came of a run.
     *
     * @param exit  curl's own verdict, 0 where it understood the answer
     * @param heads of every answer, {@code 100 Continue} and a proxy's own among them, the last one last
     * @param said  its complaint
     */
    record CurlAnswer(int exit, List<String> heads, String body, String said) {

        int status() {
            return Integer.parseInt(last().split(" ", 3)[1].strip());
        }

        String version() {
            return last().split(" ", 2)[0];
        }

        /** Every value of a header of the last answer. */
        String header(String name) {
            return last().lines().skip(1).map(line -> line.split(": *", 2))
                    .filter(field -> field[0].equalsIgnoreCase(name))
                    .map(field -> field[1].strip()).collect(Collectors.joining(" | "));
        }

        Refused refused() {
            return Refused.of(status(), this::header, body);
        }

        private String last() {
            if (heads.isEmpty()) {
                throw new AssertionError("no answer: " + said);
            }
            return heads.get(heads.size() - 1);
        }
    }

    private final String program = Program.installed("curl", "curl");
    private final Path folder;

    /** @param folder for files */
    Curl(Path folder) {
        this.folder = folder;
    }

    /** Runs curl with these arguments. An answer in FHIR has been validated. */
    CurlAnswer run(String... arguments) {
        return run("", List.of(arguments));
    }

    /** The same, with something to read at standard input. */
    CurlAnswer run(String input, List<String> arguments) {
        Path head = folder.resolve("head");
        Path body = folder.resolve("body");
        List<String> command = new ArrayList<>(List.of(program, "--silent", "--show-error", "--max-time", "90",
                "--dump-header",
                head.toString(), "--output", body.toString()));
        command.addAll(arguments);
        try {
            Files.deleteIfExists(head);
            Files.deleteIfExists(body);
            Command ran = Command.run(folder, Map.of(), input, command);
            List<String> heads = Files.exists(head)
                    ? Arrays.asList(Files.readString(head).split("\r\n\r\n")) : List.of();
            return conforming(new CurlAnswer(ran.exit(), heads.stream().filter(it -> !it.isBlank()).toList(),
                    text(body), ran.err()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates the worked example, with these arguments beside the headers and the body. */
    CurlAnswer create(Sender sender, String ods, String url, String... arguments) {
        List<String> all = new ArrayList<>(headers(sender.createHeaders(ods)));
        all.addAll(List.of("--data-binary", "@" + file("task.json", Sender.json())));
        all.addAll(Arrays.asList(arguments));
        all.add(url);
        return run("", all);
    }

    /** A file for curl to read. */
    Path file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Headers as arguments. */
    static List<String> headers(Map<String, String> headers) {
        return headers.entrySet().stream()
                .flatMap(it -> Stream.of("--header", it.getKey() + ": " + it.getValue())).toList();
    }

    private static String text(Path body) throws IOException {
        return Files.exists(body) ? new String(Files.readAllBytes(body), StandardCharsets.UTF_8) : "";
    }

    /** What is packed, or cut short, cannot be validated. */
    private static CurlAnswer conforming(CurlAnswer answer) {
        if (!answer.heads().isEmpty() && (answer.body().startsWith("{") || answer.body().startsWith("<"))) {
            Format.ofMediaType(answer.header("Content-Type"))
                    .ifPresent(format -> AnswerValidator.assertConforms(answer.body(), format));
        }
        return answer;
    }
}

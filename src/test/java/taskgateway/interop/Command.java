package taskgateway.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that has been run to its end. */
record Command(int exit, String out, String err) {

    private static final long PATIENCE_SECONDS = 120;

    /**
     * Runs a command.
     *
     * @param folder in which files for its input and output are made
     * @param input  what it reads
     */
    static Command run(Path folder, Map<String, String> environment, String input, List<String> command) {
        try {
            Path in = Files.writeString(Files.createTempFile(folder, "in", ""), input);
            Path out = Files.createTempFile(folder, "out", "");
            Path err = Files.createTempFile(folder, "err", "");
            ProcessBuilder builder = new ProcessBuilder(command).redirectInput(in.toFile()).redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command.get(0) + " does not end");
            }
            return new Command(process.exitValue(), read(out), read(err));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(command.get(0) + " cannot be run", e);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}

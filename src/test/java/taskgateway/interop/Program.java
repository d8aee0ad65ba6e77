package taskgateway.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A program from Debian's packages that stands in front of the gateway or behind it, on a configuration made for the
 * test.
 */
final class Program implements AutoCloseable {

    private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LAST_WORDS_SECONDS = 20;

    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Where a program is; a test that needs one that is not there is skipped, and says which package it lacks. */
    static String installed(String name, String debianPackage) {
        Optional<String> found = FOLDERS.stream().map(folder -> folder + "/" + name)
                .filter(it -> Files.isExecutable(Path.of(it)))
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), () -> name + " is not installed: apt-get install " + debianPackage);
        return found.get();
    }

    /**
     * Starts a program, and waits until it takes connections.
     *
     * @param folder  where its log goes
     * @param port    on which it will listen
     * @param command must keep it in the foreground
     */
    static Program start(Path folder, String port, String... command) throws IOException {
        Path log = folder.resolve(Path.of(command[0]).getFileName() + ".out");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Program program = new Program(process, log);
        Awaitility.await().atMost(PATIENCE).until(() -> program.takesConnections(Integer.parseInt(port)));
        return program;
    }

    private boolean takesConnections(int port) throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("the program ended: " + Files.readString(log));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends it and all that it has started. */
    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        process.destroy();
        process.waitFor(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        all.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
    }
}

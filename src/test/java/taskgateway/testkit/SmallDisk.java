package taskgateway.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A disk of 14 MB, most of it taken by a file. Needs to be mounted: a test is skipped for users who may not. */
public final class SmallDisk implements AutoCloseable {

    private final Path folder;
    private final Path ballast;
    private final Path rest;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.ballast = folder.resolve("ballast");
        this.rest = folder.resolve("rest");
    }

    /** Mounts one under this folder, with some 6 MB free. */
    public static SmallDisk mount(Path data) throws Exception {
        Path folder = Files.createDirectory(data.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=14m", "tmpfs", folder.toString()),
                "a disk of 14 MB cannot be mounted here");
        SmallDisk disk = new SmallDisk(folder);
        Files.write(disk.ballast, new byte[8 << 20]);
        return disk;
    }

    public Path folder() {
        return folder;
    }

    /** Takes what room is left. */
    public void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(rest)) {
            while (true) {
                out.write(new byte[512]);
            }
        } catch (IOException full) {
            // as it should be
        }
    }

    /** Makes room. */
    public void empty() throws IOException {
        Files.delete(ballast);
        Files.deleteIfExists(rest);
    }

    /** A process that was just killed may still hold it. */
    @Override
    public void close() {
        Awaitility.await().atMost(Patience.PATIENCE).until(() -> run("umount", folder.toString()));
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}

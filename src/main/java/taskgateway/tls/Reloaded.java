package taskgateway.tls;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is made of PEM files, and made anew when they change. Files that cannot be used, as in the moment between a new
 * certificate and its key, leave in force what was made before.
 */
final class Reloaded<T> implements Supplier<T> {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.tls");

    /** Makes it of the files' contents. */
    @FunctionalInterface
    interface Reading<T> {

        T read(List<byte[]> contents) throws GeneralSecurityException;
    }

    private final List<PemFile> files;
    private final Reading<T> reading;
    private List<byte[]> contents;
    private String fault = "";
    private volatile T current;

    /** @throws IllegalArgumentException when the files cannot be used, naming their settings */
    Reloaded(List<PemFile> files, Reading<T> reading) {
        this.files = files;
        this.reading = reading;
        this.contents = contents();
        this.current = made(contents);
    }

    @Override
    public T get() {
        return current;
    }

    /** Looks whether the files have changed, by their contents; whether there is something new. */
    synchronized boolean reload() {
        try {
            List<byte[]> now = contents();
            if (IntStream.range(0, files.size()).allMatch(i -> Arrays.equals(now.get(i), contents.get(i)))) {
                return false;
            }
            current = made(now);
            contents = now;
            fault = "";
            LOG.info("Read again, since it has changed: {}", settings());
            return true;
        } catch (IllegalArgumentException e) {
            if (!fault.equals(e.getMessage())) {
                fault = e.getMessage();
                LOG.error("{}: what was read before stays in force", fault);
            }
            return false;
        }
    }

    private List<byte[]> contents() {
        return files.stream().map(PemFile::read).toList();
    }

    private T made(List<byte[]> of) {
        try {
            return reading.read(of);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(settings() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private String settings() {
        return files.stream().map(PemFile::setting).collect(Collectors.joining(", "));
    }
}

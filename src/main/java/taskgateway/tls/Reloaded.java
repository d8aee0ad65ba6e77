package taskgateway.tls;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is made of PEM files, and made anew when they change. Files that cannot be used, as in the moment between a new
 * certificate and its key, leave in force what was made before. Whatever there is to tell is told once, and again when
 * the files have changed.
 */
final class Reloaded<T> implements Supplier<T> {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.tls");

    private final List<PemFile> files;
    private final Function<List<Pem>, T> reading;
    private final Function<T, List<Notice>> notices;
    private final Set<String> told = new HashSet<>();
    private List<byte[]> contents;
    private List<byte[]> faulty = List.of();
    private String fault = "";
    private volatile T current;

    /**
     * Reads the files.
     *
     * @param reading makes it of the files' contents, or throws IllegalArgumentException with setting and file
     * @param notices what is to be told of it
     * @throws IllegalArgumentException when the files cannot be used, naming setting and file
     */
    Reloaded(List<PemFile> files, Function<List<Pem>, T> reading, Function<T, List<Notice>> notices) {
        this.files = files;
        this.reading = reading;
        this.notices = notices;
        this.contents = contents();
        this.current = makeFrom(contents);
    }

    @Override
    public T get() {
        return current;
    }

    List<PemFile> files() {
        return files;
    }

    /** What is to be told of what is in force. */
    List<Notice> notices() {
        return notices.apply(current);
    }

    /** Tells what has come true since it was last told. */
    synchronized void logNotices() {
        Instant now = Instant.now();
        notices().stream().flatMap(notice -> notice.textAt(now).stream()).filter(told::add).forEach(LOG::warn);
    }

    /** Looks whether the files have changed, by their contents; whether there is something new. */
    synchronized boolean reload() {
        List<byte[]> now = List.of();
        try {
            now = contents();
            return !same(now, contents) ? takenOver(now) : unchanged();
        } catch (IllegalArgumentException e) {
            keepFormer(now, e.getMessage());
        } catch (RuntimeException e) {
            keepFormer(now, names() + " cannot be read");
        }
        return false;
    }

    private boolean takenOver(List<byte[]> now) {
        current = makeFrom(now);
        contents = now;
        fault = "";
        told.clear();
        LOG.info("Read again, since it has changed: {}", names());
        logNotices();
        return true;
    }

    private boolean unchanged() {
        if (!fault.isEmpty()) {
            fault = "";
            LOG.info("What is in force is there again as it was: {}", names());
        }
        logNotices();
        return false;
    }

    private void keepFormer(List<byte[]> now, String why) {
        if (!why.equals(fault) || !same(now, faulty)) {
            fault = why;
            faulty = now;
            LOG.error("{}. What was read before stays in force", why);
        }
        logNotices();
    }

    private List<byte[]> contents() {
        return files.stream().map(PemFile::read).toList();
    }

    private T makeFrom(List<byte[]> of) {
        return reading.apply(IntStream.range(0, files.size()).mapToObj(i -> new Pem(files.get(i), of.get(i))).toList());
    }

    private static boolean same(List<byte[]> one, List<byte[]> other) {
        return one.size() == other.size()
                && IntStream.range(0, one.size()).allMatch(i -> Arrays.equals(one.get(i), other.get(i)));
    }

    private String names() {
        return files.stream().map(file -> file.setting() + " (" + file.path() + ")").collect(Collectors.joining(", "));
    }
}

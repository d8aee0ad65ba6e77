package taskgateway.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * From when to when something in a file holds. What is out of date stops nothing: it is told, and whoever has to refuse
 * refuses.
 *
 * @param file    where it is
 * @param what    for example "the certificate CN=gateway"
 * @param from    its first moment
 * @param to      its last
 * @param ahead   how long before its end that is told
 * @param meaning what it means for peers that it is out of date
 */
record ValidityTerm(PemFile file, String what, Instant from, Instant to, Duration ahead,
        String meaning) implements Notice {

    /** In which a certificate can be renewed without haste. */
    static final Duration MONTH = Duration.ofDays(30);

    @Override
    public Optional<String> textAt(Instant now) {
        if (now.isBefore(from)) {
            return noticeOf("is not valid before " + from + ": " + meaning);
        }
        if (now.isAfter(to)) {
            return noticeOf("is out of date since " + to + ": " + meaning);
        }
        return now.plus(ahead).isAfter(to) ? noticeOf("is out of date after " + to + ": replace it before, for then "
                + meaning) : Optional.empty();
    }

    private Optional<String> noticeOf(String when) {
        return Optional.of(file.place() + ": " + what + " " + when);
    }
}

package taskgateway.request;

import io.netty.handler.codec.DateFormatter;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** Dates of HTTP header fields: written in their one form, read in all three (RFC 9110, section 5.6.7). */
public final class HttpDate {

    /** Netty throws at a text that is longer. */
    private static final int LONGEST = 64;

    private HttpDate() {
    }

    /** Writes an instant, e.g. {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    public static String of(Instant instant) {
        return DateFormatter.format(Date.from(instant));
    }

    /** Reads a field's value; empty where it is no date. */
    public static Optional<Instant> read(String text) {
        return text.length() > LONGEST ? Optional.empty()
                : Optional.ofNullable(DateFormatter.parseHttpDate(text)).map(Date::toInstant);
    }
}

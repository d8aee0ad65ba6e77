package taskgateway.command.operate;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How an operator writes times: {@code 2026-11-24}, {@code 2026-11-24T08:30}, {@code 2026-11-24T08:30:00Z}, or
 * {@code 3h} ago.
 */
final class Times {

    private static final Pattern AGE = Pattern.compile("(\\d{1,6})(s|min|m|h|d)");

    private Times() {
    }

    /** A point in time; without a zone it is this machine's. */
    static final class Point implements ITypeConverter<Instant> {

        @Override
        public Instant convert(String text) {
            if (AGE.matcher(text).matches()) {
                return Instant.now().minus(age(text));
            }
            try {
                if (text.length() == "2026-11-24".length()) {
                    return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
                }
                return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)") ? OffsetDateTime.parse(text).toInstant()
                        : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
            } catch (DateTimeException e) {
                throw new TypeConversionException("'" + text
                        + "' is no time: 2026-11-24, 2026-11-24T08:30, 2026-11-24T08:30:00Z, or 3h ago");
            }
        }
    }

    /** An age: a number of seconds, minutes, hours or days. */
    static final class Age implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String text) {
            return age(text);
        }
    }

    private static Duration age(String text) {
        Matcher age = AGE.matcher(text);
        if (!age.matches()) {
            throw new TypeConversionException("'" + text + "' is no age: 90d, 12h, 30min");
        }
        long number = Long.parseLong(age.group(1));
        return switch (age.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> throw new TypeConversionException(
                    "'" + text + "' could be months or minutes: write days as 180d, minutes as 30min");
            case "min" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}

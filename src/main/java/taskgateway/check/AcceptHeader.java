package taskgateway.check;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import taskgateway.fhir.Format;
import taskgateway.request.FieldItem;

/**
 * An {@code Accept} header: of the two formats, which is wanted more (RFC 9110, section 12.5.1). What a format is worth
 * is said by the most specific range that fits it: the type itself, then {@code application/*}, then
 * {@code *}{@code /*}.
 */
final class AcceptHeader {

    private static final List<String> ANYTHING = List.of("application/*", "*/*");

    /** A format that is asked for by name or by range, or none that is supported. */
    record Best(Optional<Format> format) {
    }

    private AcceptHeader() {
    }

    /** The better format; empty where the list has no preference, as an empty one or {@code *}{@code /*} alone. */
    static Optional<Best> bestFormat(String header) {
        List<FieldItem> ranges = FieldItem.list(header);
        if (ranges.isEmpty()) {
            return Optional.empty();
        }
        double json = quality(ranges, Format.JSON);
        double xml = quality(ranges, Format.XML);
        if (json <= 0 && xml <= 0) {
            return Optional.of(new Best(Optional.empty()));
        }
        if (json != xml) {
            return Optional.of(new Best(Optional.of(json > xml ? Format.JSON : Format.XML)));
        }
        // Equally good: what is named goes before what merely would do, and what is named first goes first.
        return ranges.stream().map(range -> Format.ofMediaType(range.value())).flatMap(Optional::stream).findFirst()
                .map(named -> new Best(Optional.of(named)));
    }

    private static double quality(List<FieldItem> ranges, Format format) {
        return ranges.stream()
                .filter(range -> rank(range, format) >= 0)
                .min(Comparator.comparingInt(range -> rank(range, format)))
                .map(FieldItem::quality)
                .orElse(0.0);
    }

    /** How specific a range is for a format, 0 the most; -1 where it does not fit. */
    private static int rank(FieldItem range, Format format) {
        if (range.value().equalsIgnoreCase(format.mediaType())) {
            return 0;
        }
        int wide = ANYTHING.indexOf(range.value().toLowerCase(Locale.ROOT));
        return wide < 0 ? -1 : wide + 1;
    }
}

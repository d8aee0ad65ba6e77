package taskgateway.edge;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import taskgateway.fhir.Format;

/**
 * An {@code Accept} header: of the two formats, which is wanted more (RFC 9110, section 12.5.1). What a format is worth is
 * said by the most specific range that fits it: the type itself, then {@code application/*}, then {@code *}{@code /*}.
 */
final class Accept {

    private static final Pattern QUALITY = Pattern.compile(";\\s*q\\s*=\\s*([0-9]*\\.?[0-9]*)\\s*(;|$)", Pattern.CASE_INSENSITIVE);
    private static final List<String> ANYTHING = List.of("application/*", "*/*");

    /** A format that is asked for by name or by range, or none that is supported. */
    record Best(Optional<Format> format) {
    }

    private record Item(String range, double quality) {
    }

    private Accept() {
    }

    /** The better format; empty where the list has no preference, as with {@code *}{@code /*} alone. */
    static Optional<Best> best(String header) {
        List<Item> items = Arrays.stream(header.split(",")).map(Accept::item).toList();
        double json = quality(items, Format.JSON);
        double xml = quality(items, Format.XML);
        if (json <= 0 && xml <= 0) {
            return Optional.of(new Best(Optional.empty()));
        }
        if (json != xml) {
            return Optional.of(new Best(Optional.of(json > xml ? Format.JSON : Format.XML)));
        }
        // Equally good: what is named goes before what merely would do, and what is named first goes first.
        return items.stream().map(item -> Format.ofMediaType(item.range())).flatMap(Optional::stream).findFirst()
                .map(named -> new Best(Optional.of(named)));
    }

    private static double quality(List<Item> items, Format format) {
        return items.stream()
                .filter(item -> rank(item, format) >= 0)
                .min(Comparator.comparingInt(item -> rank(item, format)))
                .map(Item::quality)
                .orElse(0.0);
    }

    /** How specific a range is for a format, 0 the most; -1 where it does not fit. */
    private static int rank(Item item, Format format) {
        if (item.range().equalsIgnoreCase(format.mediaType())) {
            return 0;
        }
        int wide = ANYTHING.indexOf(item.range().toLowerCase(java.util.Locale.ROOT));
        return wide < 0 ? -1 : wide + 1;
    }

    private static Item item(String text) {
        String range = text.split(";", 2)[0].strip();
        Matcher quality = QUALITY.matcher(text);
        return new Item(range, quality.find() ? number(quality.group(1)) : 1);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}

package taskgateway.fhir.strict;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import taskgateway.fhir.style.Colour;

/**
 * The XHTML that a narrative may hold (FHIR DSTU2, Narrative, invariant txt-1: chapters 7 to 11 of HTML 4.0 except
 * section 9.4, chapter 15, {@code a}, images and style attributes; no head, body, style sheets, scripts, forms, base,
 * link, frames or objects). The elements and attributes of each chapter are those of HTML 4.0; event attributes are in
 * none of them.
 */
final class Xhtml {

    /** Elements that have no content, which XHTML read as HTML closes in themselves. */
    private static final Set<String> VOID = Set.of("br", "col", "hr", "img");

    /** HTML 4.0, sections 7.5.2, 8.1, 8.2, 7.4.3 and 14.2.2: on every element. */
    private static final Set<String> EVERYWHERE =
            Set.of("id", "class", "title", "lang", "xml:lang", "dir", "style", "xml:space");

    private static final String[][] TABLE = {
        // element(s), attributes                                  HTML 4.0
        {"div p h1 h2 h3 h4 h5 h6", "align"},                   // 7.5.4, 7.5.5, 9.3.1
        {"span address bdo"},                                   // 7.5.4, 7.5.6, 8.2.4
        {"em strong dfn code samp kbd var cite abbr acronym"},  // 9.2.1
        {"blockquote q", "cite"},                               // 9.2.2
        {"sub sup"},                                            // 9.2.3
        {"br", "clear"},                                        // 9.3.2
        {"pre", "width"},                                       // 9.3.4
        {"ul dl", "type compact"},                              // 10.2, 10.3
        {"ol", "type compact start"},                           // 10.2
        {"li", "type value"},                                   // 10.2
        {"dt dd"},                                              // 10.3
        {"table", "summary width border frame rules cellspacing cellpadding align bgcolor"}, // 11.2.1
        {"caption", "align"},                                   // 11.2.2
        {"thead tbody tfoot", "align char charoff valign"},     // 11.2.3
        {"colgroup col", "span width align char charoff valign"}, // 11.2.4
        {"tr", "align char charoff valign bgcolor"},            // 11.2.5
        {"th td", "abbr axis headers scope rowspan colspan align char charoff valign bgcolor nowrap width "
                + "height"},                                    // 11.2.6
        {"a", "name href hreflang type charset rel rev accesskey tabindex"}, // 12.2
        {"img", "src alt longdesc width height align border hspace vspace"}, // 13.2
        {"b i tt big small"},                                   // 15.2.1
        {"hr", "align noshade size width"},                     // 15.3
    };

    private static final Map<String, Set<String>> ALLOWED = allowed();

    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]{0,30}:.*", Pattern.DOTALL);
    private static final Set<String> LINKS = Set.of("http", "https", "mailto", "tel");
    private static final Pattern INLINE_IMAGE =
            Pattern.compile("data:image/(png|gif|jpeg);base64,", Pattern.CASE_INSENSITIVE);

    /** HTML 4.0, section 6.6: so many pixels, or so much of what is around; more would move text out of sight. */
    private static final String LENGTH = "\\s*([0-9]{1,%s}(\\.[0-9]{1,6})?)?\\s*(px|pt|em|%%|\\*|auto)?\\s*";
    private static final Pattern SIZE = Pattern.compile(String.format(LENGTH, 4), Pattern.CASE_INSENSITIVE);
    private static final Pattern SPACE = Pattern.compile(String.format(LENGTH, 2), Pattern.CASE_INSENSITIVE);

    private static final double WIDEST = 1000;

    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{6}");
    private static final Pattern COLOUR = Pattern.compile(
            "#(?:[0-9a-f]{3}){1,2}|[0-9a-f]{6}|(?!window|transparent)[a-z]+");

    private Xhtml() {
    }

    static boolean allows(String element) {
        return ALLOWED.containsKey(element);
    }

    static boolean isVoid(String element) {
        return VOID.contains(element);
    }

    /** Whether an allowed element may carry the attribute with this value. */
    static boolean allows(String element, String attribute, String value) {
        if (!EVERYWHERE.contains(attribute) && !ALLOWED.get(element).contains(attribute)) {
            return false;
        }
        return switch (attribute) {
            case "bgcolor" -> background(value).isPresent();
            case "width", "height" -> isSize(value);
            case "hspace", "vspace", "cellpadding", "cellspacing" -> SPACE.matcher(value).matches();
            case "src" -> value.startsWith("#") || INLINE_IMAGE.matcher(value).lookingAt();
            case "href", "cite", "longdesc" -> isLink(value);
            default -> true;
        };
    }

    /**
     * The colour of an attribute (HTML 4.0, section 6.5). Browsers make something of any text, and often not what it
     * says: of "fff" without the hash they make nearly black, of the system's colours and functions a colour by chance.
     */
    static Optional<Colour> background(String value) {
        String bare = value.strip().toLowerCase(Locale.ROOT);
        return COLOUR.matcher(bare).matches() ? Colour.of(DIGITS.matcher(bare).matches() ? "#" + bare : bare)
                : Optional.empty();
    }

    /** No wider than the page, or than a wide one: what is aligned right would begin left of it. */
    private static boolean isSize(String value) {
        Matcher size = SIZE.matcher(value);
        return size.matches() && (size.group(1) == null
                || Double.parseDouble(size.group(1)) <= ("%".equals(size.group(3)) ? 100 : WIDEST));
    }

    /** A link is followed only by the reader's own click; still it may only lead to a page, a letter or a call. */
    private static boolean isLink(String value) {
        if (value.chars().anyMatch(c -> c <= ' ' || Character.isWhitespace(c) || Character.isISOControl(c))) {
            return false;
        }
        String lower = value.toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':');
        return !SCHEME.matcher(lower).matches() ? !lower.startsWith("//") && !lower.startsWith("\\")
                : LINKS.contains(lower.substring(0, colon));
    }

    private static Map<String, Set<String>> allowed() {
        Map<String, Set<String>> allowed = new HashMap<>();
        for (String[] row : TABLE) {
            Set<String> attributes = Arrays.stream(row).skip(1).flatMap(list -> Stream.of(list.split(" ")))
                    .collect(Collectors.toUnmodifiableSet());
            Stream.of(row[0].split(" ")).forEach(element -> allowed.put(element, attributes));
        }
        return Collections.unmodifiableMap(allowed);
    }
}

package taskgateway.fhir;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every property that a narrative's styles may have, and what values (CSS 2.1, and what all browsers have taken from
 * its successors). What could hide, move or load something is in no row. No value is one that a browser might pass
 * over: what stood there before would then hold.
 */
final class Css {

    /** As large as a style may make a font, in pixels. */
    static final double LARGEST_FONT = 200;

    /** What a percentage is of where a browser would ask how wide the page is, in pixels. */
    private static final double PAGE = 1000;
    private static final double ROOT_FONT = 16;
    private static final int MOST_PARTS = 8;

    /** The one keyword that every property takes, in every browser. */
    static final String INHERIT = "inherit";

    private static final String[][] KEYWORDS = {
        {"display", "block inline inline-block list-item table inline-table table-row table-cell table-row-group"
                + " table-header-group table-footer-group table-caption"},
        {"visibility overflow overflow-x overflow-y", "visible"},
        {"position", "static relative"},
        {"float", "none left right"},
        {"clear", "none left right both"},
        {"white-space", "normal nowrap pre pre-wrap pre-line"},
        {"word-break", "normal break-all keep-all break-word"},
        {"word-wrap overflow-wrap", "normal break-word"},
        {"hyphens", "none manual auto"},
        {"direction", "ltr rtl"},
        {"unicode-bidi", "normal embed isolate"},
        {"text-align", "left right center justify start end"},
        {"text-transform", "none capitalize uppercase lowercase"},
        {"text-decoration-line", "none underline overline line-through"},
        {"text-decoration-style", "solid double dotted dashed wavy"},
        {"font-style", "normal italic oblique"},
        {"font-weight", "normal bold bolder lighter 100 200 300 400 500 600 700 800 900"},
        {"font-variant", "normal small-caps"},
        {"font-stretch", "normal condensed expanded semi-condensed semi-expanded extra-condensed extra-expanded"
                + " ultra-condensed ultra-expanded"},
        {"table-layout", "auto fixed"},
        {"border-collapse", "collapse separate"},
        {"caption-side", "top bottom"},
        {"empty-cells", "show hide"},
        {"background-image list-style-image", "none"},
        {"background-repeat", "repeat repeat-x repeat-y no-repeat"},
        {"background-attachment", "scroll fixed"},
        {"border-top-style border-right-style border-bottom-style border-left-style",
                "none hidden dotted dashed solid double groove ridge inset outset"},
        {"list-style-type", "none disc circle square decimal decimal-leading-zero lower-roman upper-roman lower-greek"
                + " lower-latin upper-latin lower-alpha upper-alpha"},
        {"list-style-position", "inside outside"},
        {"page-break-before page-break-after break-before break-after", "auto always avoid left right page"},
        {"page-break-inside break-inside", "auto avoid"},
        {"orphans widows", "1 2 3 4 5"},
        {"cursor", "auto default pointer text help"},
    };

    /** Properties, the keywords beside lengths, the least and most in pixels, and how many there may be. */
    private static final String[][] LENGTHS = {
        {"margin", "auto", "0", "400", "4"},
        {"margin-top margin-right margin-bottom margin-left", "auto", "0", "400", "1"},
        {"padding", "", "0", "400", "4"},
        {"padding-top padding-right padding-bottom padding-left", "", "0", "400", "1"},
        {"text-indent", "", "-400", "400", "1"},
        {"width min-width max-width", "auto none", "0", "2000", "1"},
        {"height min-height", "auto", "0", "2000", "1"},
        {"letter-spacing", "normal", "-1", "20", "1"},
        {"word-spacing", "normal", "-1", "100", "1"},
        {"vertical-align", "baseline sub super top text-top middle bottom text-bottom", "-10", "10", "1"},
        {"border-width", "thin medium thick", "0", "20", "4"},
        {"border-top-width border-right-width border-bottom-width border-left-width",
                "thin medium thick", "0", "20", "1"},
        {"border-spacing", "", "0", "50", "2"},
        {"border-radius", "", "0", "50", "4"},
        {"background-position", "left right top bottom center", "0", "2000", "2"},
    };

    private static final Set<String> COLOURS = Set.of("color", "background-color", "text-decoration-color",
            "border-top-color", "border-right-color", "border-bottom-color", "border-left-color");

    /** Shorthands that take, in any order, what these properties take. */
    private static final Map<String, List<String>> TOGETHER = Map.of(
            "border-style", List.of("border-top-style"),
            "border-color", List.of("border-top-color"),
            "border", List.of("border-top-width", "border-top-style", "border-top-color"),
            "border-top", List.of("border-top-width", "border-top-style", "border-top-color"),
            "border-right", List.of("border-top-width", "border-top-style", "border-top-color"),
            "border-bottom", List.of("border-top-width", "border-top-style", "border-top-color"),
            "border-left", List.of("border-top-width", "border-top-style", "border-top-color"),
            "background", List.of("background-color", "background-image", "background-repeat", "background-attachment",
                    "background-position"),
            "list-style", List.of("list-style-type", "list-style-position", "list-style-image"),
            "text-decoration", List.of("text-decoration-line", "text-decoration-style", "text-decoration-color"));

    private static final Map<String, Set<String>> WORDS = new HashMap<>();
    private static final Map<String, Range> RANGES = new HashMap<>();

    private static final String NUMBER = "([+-]?(?:[0-9]{1,6}(?:\\.[0-9]{1,6})?|\\.[0-9]{1,6}))";
    private static final Pattern LENGTH = Pattern.compile(
            NUMBER + "(px|pt|pc|in|cm|mm|em|rem|ex|%)|[+-]?0(?:\\.0{1,6})?");
    private static final Pattern PLAIN = Pattern.compile(NUMBER);
    private static final Map<String, Double> PIXELS = Map.of("px", 1.0, "pt", 4 / 3.0, "pc", 16.0, "in", 96.0,
            "cm", 96 / 2.54, "mm", 9.6 / 2.54, "rem", ROOT_FONT);

    private static final String FAMILY = "(?:\"[^\"]{1,100}\"|'[^']{1,100}'|-?[a-z][a-z0-9_-]*(?: [a-z][a-z0-9_-]*)*+)";
    private static final Pattern FAMILIES = Pattern.compile(FAMILY + "(?: ?, ?" + FAMILY + ")*+");
    private static final Pattern FONT = Pattern.compile(
            "((?:(?:normal|italic|oblique|small-caps|bold|bolder|lighter|[1-9]00) )*+)" + "([^ /]+)(?: ?/ ?([^ ]+))? (.+)");

    private record Range(Set<String> words, double least, double most, int count) {
    }

    static {
        for (String[] row : KEYWORDS) {
            Arrays.stream(row[0].split(" ")).forEach(property -> WORDS.put(property, Set.of(row[1].split(" "))));
        }
        for (String[] row : LENGTHS) {
            Range range = new Range(Set.of(row[1].split(" ")), Double.parseDouble(row[2]), Double.parseDouble(row[3]),
                    Integer.parseInt(row[4]));
            Arrays.stream(row[0].split(" ")).forEach(property -> RANGES.put(property, range));
        }
    }

    private Css() {
    }

    /** Whether a property may be there with this value; {@code em} is the size of the element's font in pixels. */
    static boolean allows(String property, String value, double em) {
        return switch (property) {
            case "font-family" -> value.equals(INHERIT) || FAMILIES.matcher(value).matches();
            case "font-size", "line-height", "opacity", "font" -> true; // Style reads these.
            default -> known(property) && (value.equals(INHERIT) || takes(property, value, em));
        };
    }

    private static boolean known(String property) {
        return WORDS.containsKey(property) || RANGES.containsKey(property) || COLOURS.contains(property)
                || TOGETHER.containsKey(property);
    }

    private static boolean takes(String property, String value, double em) {
        if (WORDS.containsKey(property)) {
            return WORDS.get(property).contains(value);
        }
        if (COLOURS.contains(property)) {
            return Colour.of(value).isPresent();
        }
        String[] parts = parts(value);
        if (RANGES.containsKey(property)) {
            Range range = RANGES.get(property);
            return parts.length <= range.count() && Arrays.stream(parts).allMatch(part -> takes(range, part, em));
        }
        return parts.length <= MOST_PARTS
                && Arrays.stream(parts).allMatch(part -> TOGETHER.get(property).stream()
                        .anyMatch(single -> takes(single, part, em)));
    }

    private static boolean takes(Range range, String part, double em) {
        double length = length(part, em, PAGE);
        return range.words().contains(part) || length >= range.least() && length <= range.most();
    }

    /** The parts of a value that white space sets apart, white space in brackets excepted. */
    static String[] parts(String value) {
        return value.split(" (?![^(]*\\))");
    }

    /**
     * A length in pixels, NaN where it is none: {@code em} is the font's size, {@code whole} what a percentage is of.
     */
    static double length(String text, double em, double whole) {
        Matcher length = LENGTH.matcher(text);
        if (!length.matches()) {
            return Double.NaN;
        }
        if (length.group(1) == null) {
            return 0;
        }
        double number = Double.parseDouble(length.group(1));
        return number * switch (length.group(2)) {
            case "em" -> em;
            case "ex" -> em / 2;
            case "%" -> whole / 100;
            default -> PIXELS.get(length.group(2));
        };
    }

    /** The same, where a percentage is of the page's width. */
    static double length(String text, double em) {
        return length(text, em, PAGE);
    }

    /** A number without a unit, NaN where it is none. */
    static double number(String text) {
        return PLAIN.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }

    /**
     * The size and the height of a line that the shorthand {@code font} sets, the second null where it leaves it out;
     * or null.
     */
    static String[] font(String value) {
        Matcher font = FONT.matcher(value);
        boolean right = font.matches() && FAMILIES.matcher(font.group(4)).matches();
        return right ? new String[] {font.group(2), font.group(3)} : null;
    }
}

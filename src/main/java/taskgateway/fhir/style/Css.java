package taskgateway.fhir.style;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every property that a narrative's styles may have, and what values (CSS 2.1, and what all browsers have taken from
 * its successors). What could hide, move or load something is in no row. A shorthand that a browser would drop whole is
 * refused, since what stood there before would then hold.
 */
final class Css {

    /** As large as a style may make a font, in pixels. */
    static final double LARGEST_FONT = 200;

    /** What a percentage is of where a browser would ask how wide the page is, in pixels. */
    private static final double PAGE = 1000;
    private static final double ROOT_FONT = 16;
    private static final int MOST_PARTS = 8;
    private static final int SIDES = 4;

    /** The keywords that every property takes. */
    static final String INHERIT = "inherit";
    static final String INITIAL = "initial";

    private static final String[][] KEYWORDS = {
        {"display", "block inline inline-block list-item table inline-table table-row table-cell table-row-group"
                + " table-header-group table-footer-group table-caption"},
        {"visibility", "visible"},
        {"max-height", "none"},
        {"overflow overflow-x overflow-y", "visible auto"},
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
        {"text-decoration-skip text-decoration-skip-ink", "auto none"},
        {"text-decoration-style", "solid double dotted dashed wavy"},
        {"font-style", "normal italic oblique"},
        {"font-weight", "normal bold bolder lighter 100 200 300 400 500 600 700 800 900"},
        {"font-variant", "normal small-caps"},
        {"font-variant-caps", "normal small-caps"},
        {"font-variant-ligatures font-variant-numeric font-variant-east-asian font-variant-alternates"
                + " font-variant-position font-feature-settings font-variation-settings", "normal"},
        {"font-kerning font-optical-sizing", "auto normal none"},
        {"box-sizing", "content-box border-box"},
        {"outline outline-style border-image border-image-source", "none"},
        {"font-stretch", "normal 100% condensed expanded semi-condensed semi-expanded extra-condensed extra-expanded"
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
        {"text-indent", "", "-48.1", "400", "1"},
        {"width min-width", "auto", "0", "1000", "1"},
        {"max-width", "none", "0", "2000", "1"},
        {"-webkit-text-stroke-width", "", "0", "0", "1"},
        {"text-decoration-thickness", "auto from-font", "0", "3", "1"},
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

    private static final String POSITION = "background-position";

    /** Of these the colour must be known. */
    private static final Set<String> SEEN = Set.of("color", "background-color");

    /** Shorthands that take, in any order, what these properties take, each once. */
    private static final Map<String, List<String>> TOGETHER = Map.of(
            "border-style", List.of("border-top-style"),
            "border-color", List.of("border-top-color"),
            "border", List.of("border-top-width", "border-top-style", "border-top-color"),
            "border-top", List.of("border-top-width", "border-top-style", "border-top-color"),
            "border-right", List.of("border-top-width", "border-top-style", "border-top-color"),
            "border-bottom", List.of("border-top-width", "border-top-style", "border-top-color"),
            "border-left", List.of("border-top-width", "border-top-style", "border-top-color"),
            "background", List.of("background-color", "background-image", "background-repeat", "background-attachment",
                    POSITION),
            "list-style", List.of("list-style-image", "list-style-type", "list-style-position"),
            "text-decoration", List.of("text-decoration-line", "text-decoration-style", "text-decoration-color"));

    private static final Map<String, Set<String>> WORDS = new HashMap<>();
    private static final Map<String, Range> RANGES = new HashMap<>();

    private static final String NUMBER = "([+-]?(?:[0-9]{1,6}(?:\\.[0-9]{1,6})?|\\.[0-9]{1,6}))";
    private static final Pattern LENGTH = Pattern.compile(
            NUMBER + "(px|pt|pc|in|cm|mm|em|rem|ex|%)|[+-]?0(?:\\.0{1,6})?");
    private static final Pattern PLAIN = Pattern.compile(NUMBER);
    private static final Map<String, Double> PIXELS = Map.of("px", 1.0, "pt", 4 / 3.0, "pc", 16.0, "in", 96.0,
            "cm", 96 / 2.54, "mm", 9.6 / 2.54, "rem", ROOT_FONT);

    /** A word of a family's name: with a keyword in it browsers drop the declaration. */
    private static final String WORD = "(?!(?:inherit|initial|unset|default|revert|revert-layer)(?![a-z0-9_-]))"
            + "-?[a-z\\x{80}-\\x{10ffff}][a-z0-9_\\x{80}-\\x{10ffff}-]*+";
    private static final String FAMILY =
            "(?:\"[^\"]{1,100}\"|'[^']{1,100}'|" + WORD + "(?: " + WORD + ")*+)";
    private static final Pattern FAMILIES = Pattern.compile(FAMILY + "(?: ?, ?" + FAMILY + ")*+");
    private static final List<String> FONT_KINDS = List.of("font-style", "font-variant", "font-weight");
    private static final Pattern FONT = Pattern.compile(
            "((?:(?:normal|italic|oblique|small-caps|bold|bolder|lighter|[1-9]00) )*+)"
                    + "([^ /]+)(?: ?/ ?([^ ]+))? (.+)");

    /** What browsers other than those of a word processor pass over. */
    private static final Pattern PASSED_OVER = Pattern.compile("mso-(?!hide$)[a-z-]+|tab-stops");
    private static final Pattern PLACES = Pattern.compile("(left|right|center|[-+.0-9][^ ]*)"
            + "( (top|bottom|center|[-+.0-9][^ ]*))?|(top|bottom)( (left|right|center))?");

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
            case "font-family" -> isKeyword(value) || FAMILIES.matcher(value).matches();
            case "font-size", "line-height", "opacity", "font" -> true; // Style reads these.
            default -> PASSED_OVER.matcher(property).matches()
                    || known(property) && (isKeyword(value) || takes(property, value, em));
        };
    }

    /** Whether the value is a keyword that every property takes. */
    static boolean isKeyword(String value) {
        return value.equals(INHERIT) || value.equals(INITIAL);
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
            return Colour.of(value).isPresent() || value.equals("currentcolor") && !SEEN.contains(property);
        }
        String[] parts = parts(value);
        if (RANGES.containsKey(property)) {
            Range range = RANGES.get(property);
            return parts.length <= range.count() && Arrays.stream(parts).allMatch(part -> takes(range, part, em));
        }
        List<String> singles = TOGETHER.get(property);
        return singles.size() == 1
                ? parts.length <= SIDES && Arrays.stream(parts).allMatch(part -> takes(singles.get(0), part, em))
                : parts.length <= MOST_PARTS && takesEachOnce(singles, parts, em);
    }

    /** Whether each part belongs to a property of its own; a position may have two parts, one after the other. */
    private static boolean takesEachOnce(List<String> singles, String[] parts, double em) {
        List<String> left = new ArrayList<>(singles);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            Optional<String> owner = left.stream().filter(single -> takes(single, part, em)).findFirst();
            if (owner.isEmpty()) {
                return false;
            }
            left.remove(owner.get());
            if (owner.get().equals(POSITION) && i + 1 < parts.length && takes(POSITION, parts[i + 1], em)) {
                i++;
                if (!PLACES.matcher(part + " " + parts[i]).matches()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean takes(Range range, String part, double em) {
        double length = length(part, em, PAGE);
        // A hanging indent that is a share of the page has no room that is sure.
        if (part.endsWith("%") && range.least() < 0 && length < 0) {
            return false;
        }
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

    private static boolean setsEachOnce(String words) {
        String[] set = Arrays.stream(words.split(" ")).filter(word -> !word.isEmpty() && !word.equals("normal"))
                .toArray(String[]::new);
        return words.split(" ").length <= FONT_KINDS.size() && takesEachOnce(FONT_KINDS, set, ROOT_FONT);
    }

    /**
     * The size and the height of a line that the shorthand {@code font} sets, the second null where it leaves it out;
     * or null.
     */
    static String[] font(String value) {
        Matcher font = FONT.matcher(value);
        boolean right = font.matches() && FAMILIES.matcher(font.group(4)).matches()
                && !isKeyword(font.group(2)) && !INHERIT.equals(font.group(3)) && !INITIAL.equals(font.group(3))
                && setsEachOnce(font.group(1));
        return right ? new String[] {font.group(2), font.group(3)} : null;
    }
}

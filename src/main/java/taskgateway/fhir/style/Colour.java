package taskgateway.fhir.style;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A colour of CSS (Color Module Level 3).
 *
 * @param red   0 to 1, as the other two
 * @param alpha 0 where nothing of it is seen, 1 where nothing is seen through it
 */
public record Colour(double red, double green, double blue, double alpha) {

    static final Colour BLACK = new Colour(0, 0, 0, 1);
    static final Colour WHITE = new Colour(1, 1, 1, 1);
    static final Colour NONE = new Colour(0, 0, 0, 0);
    /** How browsers show a link that says nothing of its colour. */
    static final Colour LINK = new Colour(0, 0, 0xEE / 255.0, 1);

    private static final Pattern HEX = Pattern.compile("#([0-9a-f]{3}|[0-9a-f]{6})");
    private static final String WHOLE = "\\s*([0-9]{1,5})\\s*";
    private static final String PERCENT = "\\s*([0-9]{1,5}(?:\\.[0-9]{1,9})?)%\\s*";
    private static final String ALPHA = "(?:,\\s*([01]?\\.?[0-9]{1,9})\\s*)?";
    /**
     * With commas, as browsers of every age read it: a value that one of them does not know would leave another colour
     * there.
     */
    private static final Pattern RGB = Pattern.compile("rgba?\\(" + WHOLE + "," + WHOLE + "," + WHOLE + ALPHA + "\\)");
    private static final Pattern RGB_SHARES = Pattern.compile(
            "rgba?\\(" + PERCENT + "," + PERCENT + "," + PERCENT + ALPHA + "\\)");
    private static final Pattern HSL = Pattern.compile(
            "hsla?\\(" + WHOLE + "," + PERCENT + "," + PERCENT + ALPHA + "\\)");

    /** The names of CSS, and those of the system's colours that every browser has known (CSS 2.1, section 18.2). */
    private static final Map<String, Colour> NAMED = named(""
            + "aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc "
            + "bisque ffe4c4 black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a burlywood"
            + " deb887 "
            + "cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc "
            + "crimson dc143c cyan 00ffff darkblue 00008b darkcyan 008b8b darkgoldenrod b8860b darkgray a9a9a9 "
            + "darkgreen 006400 darkgrey a9a9a9 darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f "
            + "darkorange ff8c00 darkorchid 9932cc darkred 8b0000 darksalmon e9967a darkseagreen 8fbc8f "
            + "darkslateblue 483d8b darkslategray 2f4f4f darkslategrey 2f4f4f darkturquoise 00ced1 darkviolet 9400d3 "
            + "deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969 dodgerblue 1e90ff firebrick b22222 "
            + "floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff gold ffd700 "
            + "goldenrod daa520 gray 808080 green 008000 greenyellow adff2f grey 808080 honeydew f0fff0 hotpink ff69b4 "
            + "indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5 "
            + "lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff "
            + "lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90 lightgrey d3d3d3 lightpink ffb6c1 "
            + "lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899 "
            + "lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff "
            + "maroon 800000 mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db "
            + "mediumseagreen 3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc "
            + "mediumvioletred c71585 midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 "
            + "navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500 "
            + "orangered ff4500 orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee palevioletred"
            + " db7093 "
            + "papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6 purple 800080 "
            + "rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1 saddlebrown 8b4513 salmon fa8072 "
            + "sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d silver c0c0c0 skyblue 87ceeb "
            + "slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa springgreen 00ff7f steelblue 4682b4 "
            + "tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 turquoise 40e0d0 violet ee82ee wheat f5deb3 "
            + "white ffffff whitesmoke f5f5f5 yellow ffff00 yellowgreen 9acd32 windowtext 000000 "
            + "window ffffff");

    /** Reads a value in lower case; empty where it is no colour, or one that only the browser knows. */
    public static Optional<Colour> of(String value) {
        if (value.equals("transparent")) {
            return Optional.of(NONE);
        }
        if (HEX.matcher(value).matches()) {
            return Optional.of(hex(value.substring(1)));
        }
        boolean fourth = value.matches("[a-z]+a\\(.*");
        return Stream.of(RGB, RGB_SHARES, HSL)
                .map(form -> form.matcher(value))
                .filter(form -> form.matches() && fourth == (form.group(4) != null))
                .findFirst()
                .map(Colour::function)
                .or(() -> Optional.ofNullable(NAMED.get(value)));
    }

    /** This colour before an opaque one. */
    Colour over(Colour behind) {
        return mixed(behind, alpha);
    }

    /** As much of this colour as the share says, the rest being the other's. */
    Colour mixed(Colour other, double share) {
        return new Colour(red * share + other.red * (1 - share), green * share + other.green * (1 - share),
                blue * share + other.blue * (1 - share), 1);
    }

    /** How well one is told from the other: 1 not at all, 21 black from white (WCAG 2.0, contrast ratio). */
    double contrast(Colour other) {
        double mine = luminance() + 0.05;
        double its = other.luminance() + 0.05;
        return Math.max(mine, its) / Math.min(mine, its);
    }

    private double luminance() {
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    private static double linear(double part) {
        return part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    private static Colour hex(String digits) {
        int each = digits.length() / 3;
        double[] parts = new double[3];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = Integer.parseInt(digits.substring(i * each, (i + 1) * each).repeat(3 - each), 16) / 255.0;
        }
        return new Colour(parts[0], parts[1], parts[2], 1);
    }

    private static Colour function(Matcher form) {
        double alpha = form.group(4) == null ? 1 : Math.min(1, Double.parseDouble(form.group(4)));
        if (form.pattern() == HSL) {
            return hsl(Double.parseDouble(form.group(1)), share(form.group(2), 100), share(form.group(3), 100), alpha);
        }
        double most = form.pattern() == RGB ? 255 : 100;
        return new Colour(share(form.group(1), most), share(form.group(2), most), share(form.group(3), most), alpha);
    }

    private static double share(String number, double most) {
        return Math.min(1, Double.parseDouble(number) / most);
    }

    /** CSS Color Module Level 3, section 4.2.4. */
    private static Colour hsl(double hue, double saturation, double lightness, double alpha) {
        double[] parts = new double[3];
        for (int i = 0; i < parts.length; i++) {
            double k = (new double[] {0, 8, 4}[i] + hue / 30) % 12;
            double wave = Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1));
            parts[i] = lightness - saturation * Math.min(lightness, 1 - lightness) * wave;
        }
        return new Colour(parts[0], parts[1], parts[2], alpha);
    }

    private static Map<String, Colour> named(String table) {
        String[] words = table.trim().split(" ");
        Map<String, Colour> named = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            named.put(words[i], hex(words[i + 1]));
        }
        return Map.copyOf(named);
    }
}

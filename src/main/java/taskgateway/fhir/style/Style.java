package taskgateway.fhir.style;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import taskgateway.fhir.ElementPath;

/**
 * The style attribute of one element of a narrative: whether it may stand there, and what it makes of the element's
 * look.
 */
public final class Style {

    private static final String UNREADABLE = "something that browsers do not all read alike";

    private static final Map<String, Double> SIZES = Map.of("xx-small", 9.0, "x-small", 10.0, "small", 13.0,
            "medium", 16.0, "large", 18.0, "x-large", 24.0, "xx-large", 32.0);
    private static final double STEP = 1.2;

    private final Look outside;
    private final Box box;
    private final List<String> refused = new ArrayList<>();
    private Colour colour;
    /** What the style says of it, or null: it takes the place of the attribute's. */
    private Colour background;
    private double size;
    private double line;
    private double opacity = 1;

    private Style(Box box, Look outside, Look plain) {
        this.box = box;
        this.outside = outside;
        this.colour = plain.colour();
        this.size = plain.size();
        this.line = plain.line();
    }

    /**
     * What a style makes of an element.
     *
     * @param look    the element's with the style
     * @param refused the properties that may not stand there, or not with this value, or what else is wrong, for people
     */
    public record StyleVerdict(Look look, List<String> refused) {
    }

    /**
     * Judges a style attribute.
     *
     * @param box     the element's place, as its attributes have it
     * @param outside how the element around looks
     * @param plain   how the element looks without the style
     */
    public static StyleVerdict judge(String style, Box box, Look outside, Look plain) {
        Optional<List<Declaration>> read = Declaration.read(style);
        if (read.isEmpty()) {
            return new StyleVerdict(plain, List.of(UNREADABLE));
        }
        Style judged = new Style(box, outside, plain);
        // In the order in which they win; what loses is looked at too, since not every browser lets the same one win.
        List<Declaration> cascade = read.get().stream().sorted(Comparator.comparing(Declaration::important)).toList();
        cascade.forEach(judged::size);
        cascade.forEach(judged::apply);
        judged.refused.addAll(box.faults(judged.size));
        return new StyleVerdict(judged.lookWith(plain), judged.refused.stream().distinct().map(ElementPath::printable)
                .toList());
    }

    private Look lookWith(Look plain) {
        Colour behind = background == null ? plain.background() : background.over(outside.background());
        return new Look(plain, colour, behind, size, line, opacity, plain.shift() + box.shift(), box.flow());
    }

    /** The font's size comes first: other lengths are told in it. */
    private void size(Declaration declaration) {
        String value = declaration.value();
        if (declaration.property().equals("font")) {
            String[] font = Css.font(value);
            value = font != null ? font[0] : Css.isKeyword(value) ? value : "";
        }
        if (Set.of("font", "font-size").contains(declaration.property())) {
            double read = fontSize(value);
            if (read >= 0 && read <= Css.LARGEST_FONT) {
                size = read;
            } else {
                refused.add(declaration.property());
            }
        }
    }

    private double fontSize(String value) {
        return switch (value) {
            case Css.INHERIT -> outside.size();
            case Css.INITIAL -> Look.PAGE.size();
            case "smaller" -> outside.size() / STEP;
            case "larger" -> outside.size() * STEP;
            default -> SIZES.containsKey(value) ? SIZES.get(value) : Css.length(value, outside.size(), outside.size());
        };
    }

    private void apply(Declaration declaration) {
        String property = declaration.property();
        String value = declaration.value();
        boolean fits = !property.equals("height") || box.grows() || Set.of("auto", Css.INITIAL).contains(value);
        if (!Css.allows(property, value, size) || !fits) {
            refused.add(property);
            return;
        }
        box.declare(property, value, size);
        switch (property) {
            case "color" -> colour = colour(value);
            case "background", "background-color" -> background = background(value);
            case "line-height" -> line(property, value);
            case "font" -> Optional.ofNullable(Css.font(value))
                    .ifPresentOrElse(font -> line(property, font[1] == null ? "normal" : font[1]),
                            () -> line(property, value));
            case "opacity" -> opacity(value);
            default -> { /* says nothing of what is seen */ }
        }
    }

    private Colour colour(String value) {
        if (value.equals(Css.INITIAL)) {
            return Colour.BLACK;
        }
        return value.equals(Css.INHERIT) ? outside.colour() : Colour.of(value).orElseThrow();
    }

    private Colour background(String value) {
        Colour found = value.equals(Css.INHERIT) ? outside.background() : Colour.NONE;
        for (String part : Css.parts(value)) {
            found = Colour.of(part).orElse(found);
        }
        return found;
    }

    private void line(String property, String value) {
        double length = Css.length(value, size, size);
        double number = Css.number(value);
        if (value.equals("normal") || value.equals(Css.INITIAL)) {
            line = Look.PAGE.line();
        } else if (value.equals(Css.INHERIT)) {
            line = outside.line();
        } else if (length > 0 || number > 0) {
            line = number > 0 ? -number : length;
        } else {
            refused.add(property);
        }
    }

    private void opacity(String value) {
        double number = value.equals(Css.INHERIT) ? outside.opacity() : value.equals(Css.INITIAL) ? 1
                : Css.number(value);
        if (number >= 0) {
            opacity = Math.min(1, number);
        } else {
            refused.add("opacity");
        }
    }
}

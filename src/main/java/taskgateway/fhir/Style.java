package taskgateway.fhir;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The style attribute of one element of a narrative: whether it may stand there, and what it makes of the element's
 * look.
 */
final class Style {

    /**
     * In these a height is the least that the cell or picture has; elsewhere text would run out of it and over what
     * follows.
     */
    private static final Set<String> THAT_GROW =
            Set.of("table", "thead", "tbody", "tfoot", "tr", "th", "td", "col", "colgroup", "img", "hr");

    private static final String UNREADABLE = "something that browsers do not all read alike";

    private static final Map<String, Double> SIZES = Map.of("xx-small", 9.0, "x-small", 10.0, "small", 13.0,
            "medium", 16.0, "large", 18.0, "x-large", 24.0, "xx-large", 32.0);
    private static final double STEP = 1.2;

    private final String element;
    private final Look outside;
    private final List<String> refused = new ArrayList<>();

    /** How far each side, by its property, pushes the text. */
    private final Map<String, Double> shifts = new HashMap<>();
    private Colour colour;
    private Colour background = Colour.NONE;
    private double size;
    private double line;
    private double opacity = 1;

    private Style(String element, Look outside, Look plain) {
        this.element = element;
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
    record Verdict(Look look, List<String> refused) {
    }

    /**
     * Judges a style attribute.
     *
     * @param outside how the element around looks
     * @param plain   how the element looks without the style
     */
    static Verdict judge(String style, String element, Look outside, Look plain) {
        Optional<List<Declaration>> read = Declaration.read(style);
        if (read.isEmpty()) {
            return new Verdict(plain, List.of(UNREADABLE));
        }
        Style judged = new Style(element, outside, plain);
        // In the order in which they win; what loses is looked at too, since not every browser lets the same one win.
        List<Declaration> cascade = read.get().stream().sorted(Comparator.comparing(Declaration::important)).toList();
        cascade.forEach(judged::size);
        cascade.forEach(judged::apply);
        if (judged.indent() < 0) {
            judged.refused.add("text-indent");
        }
        return new Verdict(judged.look(plain), judged.refused.stream().distinct().map(Path::printable).toList());
    }

    private Look look(Look plain) {
        Colour behind = background.over(plain.background());
        double shift = shifts.values().stream().mapToDouble(Math::abs).sum();
        return new Look(plain, colour.over(behind), behind, size, line, opacity, plain.shift() + shift);
    }

    /** The font's size comes first: other lengths are told in it. */
    private void size(Declaration declaration) {
        String value = declaration.value();
        if (declaration.property().equals("font")) {
            String[] font = Css.font(value);
            value = font != null ? font[0] : value.equals(Css.INHERIT) ? value : "";
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
            case "smaller" -> outside.size() / STEP;
            case "larger" -> outside.size() * STEP;
            default -> SIZES.containsKey(value) ? SIZES.get(value) : Css.length(value, outside.size(), outside.size());
        };
    }

    private void apply(Declaration declaration) {
        String property = declaration.property();
        String value = declaration.value();
        if (!Css.allows(property, value, size) || property.equals("height") && !fits(value)) {
            refused.add(property);
            return;
        }
        switch (property) {
            case "color" -> colour = colour(value);
            case "background", "background-color" -> background = background(value);
            case "line-height" -> line(property, value);
            case "font" -> Optional.ofNullable(Css.font(value))
                    .ifPresent(font -> line(property, font[1] == null ? "normal" : font[1]));
            case "opacity" -> opacity(value);
            case "margin", "padding" -> sides(property, Css.parts(value));
            case "margin-left", "margin-right", "padding-left", "padding-right", "text-indent" ->
                shift(property, value);
            default -> { /* says nothing of what is seen */ }
        }
    }

    private boolean fits(String height) {
        return height.equals("auto") || THAT_GROW.contains(element);
    }

    private Colour colour(String value) {
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
        if (value.equals("normal")) {
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
        double number = value.equals(Css.INHERIT) ? outside.opacity() : Css.number(value);
        if (number >= 0) {
            opacity = Math.min(1, number);
        } else {
            refused.add("opacity");
        }
    }

    private void sides(String property, String[] parts) {
        shift(property + "-right", parts[Math.min(1, parts.length - 1)]);
        shift(property + "-left", parts[parts.length == 4 ? 3 : Math.min(1, parts.length - 1)]);
    }

    private void shift(String property, String value) {
        double length = Css.length(value, size);
        shifts.put(property, Double.isNaN(length) ? 0 : length);
    }

    /** Where the first line begins: an indent to the left is a hanging one where there is room for it. */
    private double indent() {
        double indent = shifts.getOrDefault("text-indent", 0.0);
        double room = shifts.getOrDefault("margin-left", 0.0) + shifts.getOrDefault("padding-left", 0.0);
        return indent >= 0 ? 0 : indent + room;
    }
}

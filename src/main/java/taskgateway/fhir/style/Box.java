package taskgateway.fhir.style;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The place that an element takes on the page, by its attributes and its style. */
public final class Box {

    private static final Set<String> TABLES =
            Set.of("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "col", "colgroup");
    private static final Set<String> CELLS = Set.of("th", "td");
    /** Of these a height is the least that they have; elsewhere text would run out of it and over what follows. */
    private static final Set<String> THAT_GROW =
            Set.of("table", "thead", "tbody", "tfoot", "tr", "th", "td", "col", "colgroup", "img", "hr");

    private final String element;
    private final Look outside;
    /** How far each side, by its property, pushes the text, where a percentage is of a wide page. */
    private final Map<String, Double> shifts = new HashMap<>();
    /** The same, where a percentage is of nothing. */
    private final Map<String, Double> rooms = new HashMap<>();
    /** What the properties of keywords say, those that lose too. */
    private final Map<String, Set<String>> words = new HashMap<>();
    private double narrowest = Double.POSITIVE_INFINITY;
    private double widest;

    public Box(String element, Look outside) {
        this.element = element;
        this.outside = outside;
        if (element.equals("pre")) {
            say("white-space", "pre");
        }
    }

    /** Takes an attribute for the declaration that browsers make of it. */
    public void attribute(String name, String value) {
        String lower = value.strip().toLowerCase(Locale.ROOT);
        if (element.equals("pre") && name.equals("width")) {
            return; // Browsers pass over it.
        }
        switch (name) {
            case "dir" -> say("direction", lower.equals("ltr") ? "ltr" : "rtl");
            case "nowrap" -> say("white-space", "nowrap");
            case "align" -> say("float", Set.of("table", "img").contains(element) ? lower : "none");
            case "width" -> width(name, pixels(lower), 0);
            default -> { /* says nothing of the place */ }
        }
    }

    /** Takes a declaration that may stand there; {@code em} is the size of the element's font. */
    void declare(String property, String value, double em) {
        switch (property) {
            case "width", "min-width", "max-width" -> width(property, value, em);
            case "margin", "padding" -> sides(property, Css.parts(value), em);
            case "margin-left", "margin-right", "padding-left", "padding-right" -> side(property, value, em);
            case "text-indent" -> {
                say(property, value.equals(Css.INHERIT) ? value : "own");
                side(property, value, em);
            }
            case "overflow", "overflow-x", "overflow-y" -> say("overflow", value);
            case "display", "float", "white-space", "direction", "table-layout", "box-sizing" -> say(property, value);
            default -> { /* says nothing of the place */ }
        }
    }

    /** Browsers read a number, and of what stands after it the percent sign only. */
    private static String pixels(String attribute) {
        return attribute.endsWith("%") ? attribute : attribute.replaceAll("(?s)[^0-9.].*", "") + "px";
    }

    private void say(String property, String value) {
        words.computeIfAbsent(property, any -> new HashSet<>()).add(value);
    }

    private boolean says(String property, String... values) {
        return Set.of(values).stream().anyMatch(words.getOrDefault(property, Set.of())::contains);
    }

    private void width(String property, String value, double em) {
        double width = Css.length(value, em, outside.flow().width());
        if (!Double.isNaN(width)) {
            narrowest = property.equals("min-width") ? narrowest : Math.min(narrowest, width);
            widest = property.equals("max-width") ? widest : Math.max(widest, width);
        }
    }

    private void sides(String property, String[] parts, double em) {
        side(property + "-right", parts[Math.min(1, parts.length - 1)], em);
        side(property + "-left", parts[parts.length == 4 ? 3 : Math.min(1, parts.length - 1)], em);
    }

    private void side(String property, String value, double em) {
        double shift = Css.length(value, em);
        shifts.put(property, Double.isNaN(shift) ? 0 : shift);
        rooms.put(property, Double.isNaN(shift) ? 0 : Css.length(value, em, 0));
    }

    /** By how much the element pushes its text aside, in pixels. */
    double shift() {
        return shifts.values().stream().mapToDouble(Math::abs).sum();
    }

    /** How the lines of the element run. */
    Flow flow() {
        Flow around = outside.flow();
        double width = isExact() ? Math.min(narrowest, around.width()) : around.width();
        if (says("box-sizing", "border-box", Css.INHERIT) && width < around.width()) {
            width -= shift();
        }
        if (isBeside() && narrowest < Double.POSITIVE_INFINITY) {
            width = Math.min(width, Flow.NARROWEST - 1);
        }
        return new Flow(width, inherited("white-space", around.nowrap(), "nowrap", "pre"),
                inherited("direction", around.rtl(), "rtl"),
                hangs() || around.hanging() && !says("text-indent", "own"),
                element.equals("table") ? isFixed() : around.fixed());
    }

    /** Whether the element is as wide as it says; a table and its cells otherwise grow with what they hold. */
    private boolean isExact() {
        return element.equals("table") ? isFixed()
                : !TABLES.contains(element) || outside.flow().fixed();
    }

    private boolean isFixed() {
        return says("table-layout", "fixed", Css.INHERIT);
    }

    private boolean isBeside() {
        return says("display", "inline-block", Css.INHERIT)
                || says("float", "left", "right", Css.INHERIT);
    }

    private boolean inherited(String property, boolean around, String... values) {
        return says(property, values) || around && (!words.containsKey(property) || says(property, Css.INHERIT));
    }

    /** The properties to blame where the element, with a font of this size, would run off the page or over another. */
    List<String> faults(double size) {
        List<String> faults = new ArrayList<>();
        boolean tabular = says("display", "table", "inline-table") || words.getOrDefault("display", Set.of()).stream()
                .anyMatch(display -> display.startsWith("table-"));
        if (TABLES.contains(element) && !words.getOrDefault("display", Set.of()).stream()
                .allMatch(display -> display.startsWith("table") || display.equals("inline-table"))) {
            faults.add("display");
        }
        boolean apart = tabular || TABLES.contains(element) || says("display", "inline-block", Css.INHERIT);
        boolean cell = CELLS.contains(element) && !words.containsKey("display");
        if (hangs() && (apart && !cell || rooms.get("text-indent") + room() < 0)
                || outside.flow().hanging() && (apart || scrolls()) && !says("text-indent", "own")) {
            faults.add("text-indent");
        }
        boolean toTheLeft = says("float", "right", Css.INHERIT) || outside.flow().rtl() || says("direction", "rtl");
        boolean thin = element.startsWith("col") && outside.flow().fixed() && flow().isNarrow(size);
        if (thin || toTheLeft && widest + shift() > outside.flow().width() - outside.shift()) {
            faults.add("width");
        }
        return faults;
    }

    /** Whether a height leaves room for the text. */
    boolean grows() {
        return THAT_GROW.contains(element);
    }

    private boolean scrolls() {
        return says("overflow", "auto", Css.INHERIT);
    }

    private boolean hangs() {
        return rooms.getOrDefault("text-indent", 0.0) < 0;
    }

    /** The room that is sure for a hanging indent: cells have no margin, and what scrolls cuts off what is in it. */
    private double room() {
        boolean margin = !CELLS.contains(element) && !scrolls();
        return rooms.getOrDefault("padding-left", 0.0) + (margin ? rooms.getOrDefault("margin-left", 0.0) : 0);
    }
}

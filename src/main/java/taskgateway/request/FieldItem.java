package taskgateway.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One item of a header field that is a list, e.g. a media range of {@code Accept} (RFC 9110, sections 5.6.1 and 5.6.6):
 * a comma or a semicolon within a quoted text is a letter like any other, and an empty item is none.
 *
 * @param value      the item without its parameters, in its own letter case
 * @param parameters name and value of each, names in lower case, quoted values without their quotes
 */
public record FieldItem(String value, List<Parameter> parameters) {

    /** One parameter. */
    record Parameter(String name, String value) {
    }

    /** More digits than HTTP allows, and a number above 1: but in no more steps than it has characters. */
    private static final Pattern QUALITY = Pattern.compile("[0-9]{0,20}(\\.[0-9]{0,20})?");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);

    /** The items of a field's value, in their order. */
    public static List<FieldItem> list(String field) {
        return split(field, ',').stream().filter(item -> !item.isEmpty()).map(FieldItem::of).toList();
    }

    /** Reads a single item. */
    public static FieldItem of(String text) {
        List<String> parts = split(text, ';');
        return new FieldItem(parts.get(0), parts.stream().skip(1).map(FieldItem::parameter).toList());
    }

    /** Every value of a parameter; more than one is more than HTTP allows. */
    public List<String> all(String parameter) {
        return parameters.stream().filter(it -> it.name().equals(parameter)).map(Parameter::value).toList();
    }

    /** The weight {@code q} (RFC 9110, section 12.4.2), 1 where none is given that can be read. */
    public double quality() {
        return all("q").stream().findFirst()
                .filter(text -> QUALITY.matcher(text).matches()).map(FieldItem::number).orElse(1.0);
    }

    private static double number(String text) {
        return text.matches("\\.?") ? 0 : Math.min(1, Double.parseDouble(text));
    }

    private static Parameter parameter(String text) {
        String[] sides = text.split("=", 2);
        String name = sides[0].strip().toLowerCase(Locale.ROOT);
        return new Parameter(name, sides.length == 1 ? "" : unquoted(sides[1].strip()));
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? ESCAPED.matcher(text.substring(1, text.length() - 1)).replaceAll("$1") : text;
    }

    /** The parts between separators that stand outside of quotes, without the white space around them; at least one. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }
}

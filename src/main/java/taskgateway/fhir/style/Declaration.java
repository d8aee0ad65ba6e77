package taskgateway.fhir.style;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One declaration of a style attribute (CSS 2.1, section 4.1.8).
 *
 * @param property  in lower case
 * @param value     in lower case, its white space single, without {@code !important}
 * @param important whether it wins over those that are not, wherever they stand
 */
record Declaration(String property, String value, boolean important) {

    private static final int LONGEST = 1000;
    private static final Pattern FORM = Pattern.compile("([a-z-]+) ?: ?(.+?)( ?! ?important)?");

    /**
     * Reads a style attribute.
     *
     * @return its declarations in their order; empty where one could not be read as every browser would: an escape, a
     *         quote or bracket that is left open, a sign beyond ASCII outside of quotes that is no letter, a
     *         declaration of more than 1,000 letters
     */
    static Optional<List<Declaration>> read(String style) {
        return new Scanner(style).texts().flatMap(texts -> {
            List<Declaration> declarations = new ArrayList<>();
            for (String text : texts) {
                Matcher form = FORM.matcher(text);
                if (text.length() > LONGEST || !text.isEmpty() && !form.matches()) {
                    return Optional.empty();
                }
                if (!text.isEmpty()) {
                    declarations.add(new Declaration(form.group(1), form.group(2), form.group(3) != null));
                }
            }
            return Optional.of(declarations);
        });
    }

    /**
     * Cuts a style into the texts of its declarations: what stands in quotes and brackets is whole, comments are white
     * space.
     */
    private static final class Scanner {

        private final String style;
        private final List<String> texts = new ArrayList<>();
        private StringBuilder text = new StringBuilder();
        private int at;
        private int brackets;

        Scanner(String style) {
            this.style = style;
        }

        Optional<List<String>> texts() {
            while (at < style.length()) {
                if (!step(style.charAt(at))) {
                    return Optional.empty();
                }
            }
            end();
            return brackets == 0 ? Optional.of(texts) : Optional.empty();
        }

        private boolean step(char c) {
            if (c == '"' || c == '\'') {
                return quoted(c);
            }
            if (style.startsWith("/*", at)) {
                return comment();
            }
            brackets += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ';' && brackets == 0) {
                end();
            } else if (" \t\r\n".indexOf(c) >= 0) {
                space();
            } else {
                text.append(c < 127 ? Character.toLowerCase(c) : c);
            }
            at++;
            return brackets >= 0 && (c < 127 || Character.isLetter(c) || Character.isSurrogate(c))
                    && "\\{}[]@<>;".indexOf(brackets == 0 && c == ';' ? ' ' : c) < 0;
        }

        private boolean quoted(char quote) {
            int close = style.indexOf(quote, at + 1);
            String whole = close < 0 ? "\\" : style.substring(at, close + 1);
            text.append(whole.toLowerCase(Locale.ROOT));
            at = close + 1;
            return whole.chars().noneMatch(c -> c == '\\' || c == '\n' || c == '\r');
        }

        private boolean comment() {
            int close = style.indexOf("*/", at + 2);
            at = close + 2;
            space();
            return close >= 0;
        }

        private void space() {
            if (text.length() > 0 && text.charAt(text.length() - 1) != ' ') {
                text.append(' ');
            }
        }

        private void end() {
            texts.add(text.toString().strip());
            text = new StringBuilder();
        }
    }
}

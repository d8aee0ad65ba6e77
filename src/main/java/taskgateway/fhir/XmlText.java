package taskgateway.fhir;

import java.util.regex.Pattern;

/** What a text may hold so that it can be written as XML 1.0 (section 2.2), whatever format it came in. */
public final class XmlText {

    private static final Pattern UNWRITABLE =
            Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

    private XmlText() {
    }

    /** Whether XML can hold every character of the text. */
    public static boolean isWritable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c < ' ' && c != '\t' && c != '\n' && c != '\r' || Character.isSurrogate(c) || c >= '\uFFFE') {
                return false;
            }
        }
        return true;
    }

    /** The text with a replacement character for each that XML cannot hold; null stays null. */
    public static String writable(String text) {
        return text == null || isWritable(text) ? text : UNWRITABLE.matcher(text).replaceAll("\uFFFD");
    }
}

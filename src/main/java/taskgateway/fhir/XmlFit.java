package taskgateway.fhir;

/**
 * Whether XML can hold what came as JSON, which can hold characters that XML does not know. To ask costs a tenth of what it
 * costs to write the resource. (A narrative that is no XML is refused by HAPI's parser.)
 */
public final class XmlFit {

    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;

    private XmlFit() {
    }

    /** Whether XML knows every character of a well-formed JSON text, those written as escapes included. */
    public static boolean characters(String json) {
        boolean highBefore = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '\\' && i + 1 < json.length()) {
                i++;
                boolean hex = json.charAt(i) == 'u' && i + HEX_DIGITS < json.length();
                c = hex ? (char) Integer.parseInt(json, i + 1, i + 1 + HEX_DIGITS, HEX) : escaped(json.charAt(i));
                i += hex ? HEX_DIGITS : 0;
            }
            boolean control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
            if (control || c >= '\uFFFE' || highBefore != Character.isLowSurrogate(c)) {
                return false;
            }
            highBefore = Character.isHighSurrogate(c);
        }
        return !highBefore;
    }

    /** JSON's short escapes: two of them are control characters, the others are not. */
    private static char escaped(char letter) {
        return letter == 'b' ? '\b' : letter == 'f' ? '\f' : ' ';
    }
}

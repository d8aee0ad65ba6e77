package taskgateway.fhir;

import java.util.regex.Pattern;

/** The NHS number: ten digits, the last a modulus-11 check digit (specification, section 12). */
public final class NhsNumber {

    /** With the digit that checks it or without: a number that was mistyped is still about somebody. */
    private static final Pattern LIKE_ONE = Pattern.compile("(?<![0-9])[0-9]{3}[ _-]?[0-9]{3}[ _-]?[0-9]{4}(?![0-9])");

    private NhsNumber() {
    }

    /**
     * Whether the text is an NHS number: ten ASCII digits without spaces, of which the last checks the others; null is
     * not.
     */
    public static boolean wellFormed(String text) {
        if (text == null || !text.matches("[0-9]{10}")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (10 - i) * (text.charAt(i) - '0');
        }
        // 11 stands for 0; a remainder that would need the digit 10 belongs to no number.
        int check = (11 - sum % 11) % 11;
        return check == text.charAt(9) - '0';
    }

    /** A name that somebody else has given, such as that of a file, without what may be an NHS number in it. */
    public static String hiddenIn(String name) {
        return LIKE_ONE.matcher(name).replaceAll("(NHS number)");
    }
}

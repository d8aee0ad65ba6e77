package taskgateway.fhir.strict;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.apache.commons.lang3.StringUtils;
import taskgateway.fhir.FhirId;
import taskgateway.fhir.XmlText;

/**
 * The lexical forms of FHIR DSTU2's primitive types. Values may be a megabyte long and hostile: patterns are tried on
 * short values only, everything else is one pass over the characters.
 */
final class LexicalForm {

    private static final int LONGEST_MOMENT = 40;
    private static final int LONGEST_OID = 256;
    private static final int LONGEST_NUMERAL = 1000;

    /** There is no year 0 (XML Schema 1.0, on which DSTU2's dates rest). */
    private static final String YEAR = "(?!0000)\\d{4}";
    private static final String DAY = YEAR + "-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])";
    private static final String CLOCK = "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?";
    private static final String ZONE = "(Z|[+-]((0\\d|1[0-3]):[0-5]\\d|14:00))";
    private static final Pattern DATE = Pattern.compile(YEAR + "(-(0[1-9]|1[0-2]))?|" + DAY);
    private static final Pattern INSTANT = Pattern.compile(DAY + "T" + CLOCK + ZONE);
    private static final Pattern TIME = Pattern.compile(CLOCK);
    private static final Pattern OID = Pattern.compile("urn:oid:[0-2](\\.(0|[1-9]\\d*))+");
    private static final Pattern INTEGER = Pattern.compile("0|[-+]?[1-9]\\d{0,9}");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?");

    private LexicalForm() {
    }

    /** Not blank, and no character that XML cannot carry: what is accepted must survive in both formats. */
    static boolean string(String text) {
        return !StringUtils.isBlank(text) && XmlText.isWritable(text);
    }

    static boolean uri(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || "<>\"{}\\^`".indexOf(c) >= 0) {
                return false;
            }
            if (c == '%' && (i + 2 >= text.length() || Character.digit(text.charAt(i + 1), 16) < 0
                    || Character.digit(text.charAt(i + 2), 16) < 0)) {
                return false;
            }
        }
        return string(text);
    }

    static boolean code(String text) {
        boolean spaceBefore = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c);
            if (space && (spaceBefore || c != ' ')) {
                return false;
            }
            spaceBefore = space;
        }
        return !spaceBefore && string(text);
    }

    static boolean id(String text) {
        return FhirId.isLegal(text);
    }

    static boolean oid(String text) {
        return text.length() <= LONGEST_OID && OID.matcher(text).matches();
    }

    /** White space between the characters is legal and means nothing. */
    static boolean base64(String text) {
        int data = 0;
        int padding = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+'
                    || c == '/';
            if (c == '=') {
                padding++;
            } else if (digit && padding == 0) {
                data++;
            } else if (" \t\r\n".indexOf(c) < 0) {
                return false;
            }
        }
        return data > 0 && padding <= 2 && (data + padding) % 4 == 0;
    }

    static boolean date(String text) {
        return moment(text, DATE);
    }

    /** A time of day needs its seconds and its zone, as in FHIR: without a zone the day it names is a guess. */
    static boolean dateTime(String text) {
        return moment(text, DATE) || moment(text, INSTANT);
    }

    static boolean instant(String text) {
        return moment(text, INSTANT);
    }

    static boolean time(String text) {
        return text.length() <= LONGEST_MOMENT && TIME.matcher(text).matches();
    }

    /** Of 32 bits, and no less than the least. */
    static boolean integer(String text, int least) {
        if (text.length() > LONGEST_NUMERAL || !INTEGER.matcher(text).matches()) {
            return false;
        }
        long value = Long.parseLong(text);
        return value >= least && value <= Integer.MAX_VALUE;
    }

    static boolean decimal(String text) {
        return text.length() <= LONGEST_NUMERAL && DECIMAL.matcher(text).matches();
    }

    private static boolean moment(String text, Pattern form) {
        return text.length() <= LONGEST_MOMENT && form.matcher(text).matches() && inCalendar(text);
    }

    private static boolean inCalendar(String text) {
        if (text.length() < 10) {
            return true;
        }
        try {
            LocalDate.parse(text.substring(0, 10));
            return true;
        } catch (DateTimeException noSuchDay) {
            return false;
        }
    }
}

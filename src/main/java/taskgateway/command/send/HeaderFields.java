package taskgateway.command.send;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The headers of a request or an answer: their names compare without case, and one may stand more than once. */
final class HeaderFields {

    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Sets a header; null leaves it out. */
    HeaderFields set(String name, String value) {
        values.remove(name);
        if (value != null) {
            values.put(name, List.of(value));
        }
        return this;
    }

    /**
     * Puts the values given in place of those that stand there.
     *
     * @param overrides each {@code Name=Value}; an empty value removes the header, a name given twice is sent twice
     * @throws IllegalArgumentException when one has no name or no equals sign
     */
    HeaderFields override(List<String> overrides) {
        for (String override : overrides) {
            if (override.indexOf('=') < 1) {
                throw new IllegalArgumentException("--header takes Name=Value, not " + override);
            }
            // Emptied, not removed: the spelling of a name that stands there stays, and in JMS it matters.
            values.put(override.substring(0, override.indexOf('=')), new ArrayList<>());
        }
        for (String override : overrides) {
            String[] nameAndValue = override.split("=", 2);
            if (!nameAndValue[1].isEmpty()) {
                values.get(nameAndValue[0]).add(nameAndValue[1]);
            }
        }
        values.values().removeIf(List::isEmpty);
        return this;
    }

    /** Every header with its values, by name. */
    Map<String, List<String>> all() {
        return values;
    }

    /** The first value, or null. */
    String first(String name) {
        return values.containsKey(name) ? values.get(name).get(0) : null;
    }
}

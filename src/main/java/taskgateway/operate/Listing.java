package taskgateway.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints rows: as a table, or one below the other in full, or as a JSON array for scripts. What came from outside cannot
 * move the terminal's cursor.
 */
final class Listing {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDEST = 60;

    private final PrintWriter out;
    private final boolean json;

    Listing(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** A line for each row, the columns of the first as headings. */
    void table(List<Map<String, Object>> rows) {
        if (json) {
            json(rows);
            return;
        }
        if (rows.isEmpty()) {
            out.println("none");
            return;
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(new ArrayList<>(rows.get(0).keySet()));
        int[] widths = new int[lines.get(0).size()];
        rows.forEach(row -> lines.add(cells(row, widths.length)));
        lines.forEach(line -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        });
        lines.forEach(line -> out.println(aligned(line, widths)));
    }

    /** A line for each value, an empty one between rows; what is null is left out. */
    void details(List<Map<String, Object>> rows) {
        if (json) {
            json(rows);
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                out.println();
            }
            rows.get(i).forEach((name, value) -> {
                if (value != null) {
                    out.println(String.format("%-16s %s", name, text(value)));
                }
            });
        }
    }

    /** A sentence, which a script does not get. */
    void say(String sentence) {
        if (!json) {
            out.println(sentence);
        }
    }

    private void json(List<Map<String, Object>> rows) {
        try {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(rows.stream().map(Listing::plain).toList()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts, numbers and truth values", e);
        }
    }

    private static Map<String, Object> plain(Map<String, Object> row) {
        Map<String, Object> plain = new LinkedHashMap<>();
        row.forEach((name, value) -> plain.put(name, value instanceof Instant ? value.toString() : value));
        return plain;
    }

    private static String aligned(List<String> line, int[] widths) {
        StringBuilder aligned = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            aligned.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length() + 2));
        }
        return aligned.toString().stripTrailing();
    }

    /** What stands last may be of any length. */
    private static List<String> cells(Map<String, Object> row, int columns) {
        List<String> cells = new ArrayList<>(columns);
        row.values().forEach(value -> cells.add(cells.size() == columns - 1 ? text(value) : shortened(text(value))));
        return cells;
    }

    private static String shortened(String text) {
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
    }

    private static String text(Object value) {
        if (value instanceof Instant time) {
            return time.truncatedTo(ChronoUnit.SECONDS).toString();
        }
        return value == null ? "" : value.toString().replaceAll("[\\p{Cc}\\p{Cf}]", "\uFFFD");
    }
}

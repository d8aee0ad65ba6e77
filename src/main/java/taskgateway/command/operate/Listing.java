package taskgateway.command.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import taskgateway.store.sql.RowRecords;

/**
 * Prints rows: as a table, or one below the other in full, or as a JSON array for scripts. What came from outside
 * cannot move the terminal's cursor.
 */
final class Listing {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDEST = 120;
    private static final int GAP = 2;
    /** What names a row to the next command, and what came of this one, is never cut. */
    private static final Set<String> WHOLE = Set.of("id", "ods", "chain", "result");
    private static final Map<String, String> SHORT =
            Map.of("provider_ods", "to", "from_asid", "from", "oldest_seconds", "oldest_s");

    private final PrintWriter out;
    private final boolean json;

    Listing(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /**
     * A line for each record, no wider than a terminal.
     *
     * @param columns those that a table has room for. JSON has all
     */
    void table(List<? extends Record> records, String... columns) {
        rows(records.stream().map(RowRecords::columns).toList(), columns);
    }

    /** The same of rows, their columns by name; without a choice of columns the table has all, too. */
    void rows(List<Map<String, Object>> rows, String... columns) {
        if (json) {
            json(rows);
            return;
        }
        if (rows.isEmpty()) {
            out.println("none");
            return;
        }
        List<String> names = columns.length > 0 ? List.of(columns) : List.copyOf(rows.get(0).keySet());
        List<List<String>> lines = new ArrayList<>();
        lines.add(names.stream().map(Listing::heading).toList());
        rows.forEach(row -> lines.add(names.stream().map(name -> text(row.get(name))).toList()));
        int[] widths = widths(names, lines);
        lines.forEach(line -> out.println(aligned(line, widths)));
    }

    /** The widest columns give way first. */
    private static int[] widths(List<String> names, List<List<String>> lines) {
        int[] widths = new int[names.size()];
        lines.forEach(line -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        });
        int[] cut = IntStream.range(0, widths.length).filter(i -> !WHOLE.contains(names.get(i))).toArray();
        int whole = Arrays.stream(widths).sum() + GAP * (widths.length - 1);
        for (int over = whole - WIDEST; over > 0 && cut.length > 0; over--) {
            widths[Arrays.stream(cut).boxed().max(Comparator.comparingInt(i -> widths[i])).orElseThrow()]--;
        }
        return widths;
    }

    private static String heading(String column) {
        return SHORT.getOrDefault(column, column);
    }

    /**
     * A line for each value, an empty one between records; what is null is left out.
     *
     * @param without columns that were not asked for, which JSON has not either
     */
    void details(List<? extends Record> records, Set<String> without) {
        List<Map<String, Object>> rows = records.stream().map(RowRecords::columns).toList();
        rows.forEach(row -> row.keySet().removeAll(without));
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
            out.println(JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(rows.stream().map(Listing::plain).toList()));
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
            String cell = shortened(line.get(i), widths[i]);
            aligned.append(cell).append(" ".repeat(widths[i] - cell.length() + GAP));
        }
        return aligned.toString().stripTrailing();
    }

    private static String shortened(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    private static String text(Object value) {
        if (value instanceof Instant time) {
            return time.truncatedTo(ChronoUnit.SECONDS).toString();
        }
        return value == null ? "" : value.toString().replaceAll("[\\p{Cc}\\p{Cf}]", "\uFFFD");
    }
}

package taskgateway.edge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Header fields as they were received: names without regard to case, values in their order. Immutable. */
public final class Headers {

    private final Map<String, List<String>> fields;

    private Headers(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /** Headers from name and value pairs; a name may repeat. */
    public static Headers of(Iterable<Map.Entry<String, String>> entries) {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, String> entry : entries) {
            fields.computeIfAbsent(entry.getKey(), name -> new ArrayList<>(1)).add(entry.getValue());
        }
        return new Headers(fields);
    }

    /** These headers and one more; where the name is there already, its values are replaced. */
    public Headers with(String name, String value) {
        Map<String, List<String>> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(fields);
        more.put(name, List.of(value));
        return new Headers(more);
    }

    /** Every value of a header; empty when there is none. */
    public List<String> all(String name) {
        return Collections.unmodifiableList(fields.getOrDefault(name, List.of()));
    }

    /** The first value of a header. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** The names, sorted without regard to case. */
    public Collection<String> names() {
        return Collections.unmodifiableSet(fields.keySet());
    }
}

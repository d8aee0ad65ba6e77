package taskgateway.request;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Header fields as they were received: names without regard to case, values in their order. Immutable. */
public final class Headers {

    private final TreeMap<String, List<String>> fields;

    private Headers(TreeMap<String, List<String>> fields) {
        this.fields = fields;
    }

    /** Headers from name and value pairs; a name may repeat. */
    public static Headers of(Iterable<Map.Entry<String, String>> entries) {
        TreeMap<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, String> entry : entries) {
            fields.computeIfAbsent(entry.getKey(), name -> new ArrayList<>(1)).add(entry.getValue());
        }
        return new Headers(fields);
    }

    /** These headers and one more; where the name is there already, its values are replaced. */
    public Headers with(String name, String value) {
        TreeMap<String, List<String>> more = new TreeMap<>(fields);
        more.put(name, List.of(value));
        return new Headers(more);
    }

    /** These headers but one. */
    public Headers without(String name) {
        TreeMap<String, List<String>> fewer = new TreeMap<>(fields);
        fewer.remove(name);
        return new Headers(fewer);
    }

    /** Every value of a header; empty when there is none. */
    public List<String> all(String name) {
        return Collections.unmodifiableList(fields.getOrDefault(name, List.of()));
    }

    /** The first value of a header. */
    public Optional<String> first(String name) {
        List<String> values = fields.get(name);
        return values == null ? Optional.empty() : Optional.of(values.get(0));
    }

    /** The names, sorted without regard to case. */
    public Collection<String> names() {
        return Collections.unmodifiableSet(fields.keySet());
    }
}

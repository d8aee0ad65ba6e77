package taskgateway.fhir.strict;

import java.util.ArrayList;
import java.util.List;
import taskgateway.fhir.ElementPath;
import taskgateway.rules.Finding;
import taskgateway.rules.Layer;
import taskgateway.rules.Rule;

/**
 * The faults found so far in one body. A body made of faults alone is not answered with as many: the rest is left out.
 */
final class BodyFaults {

    static final int MOST = 100;

    private final List<PlacedFault> found = new ArrayList<>();

    void add(Rule rule, String diagnostics) {
        add(rule, null, diagnostics);
    }

    void add(Rule rule, ElementPath path, String diagnostics) {
        if (found.size() < MOST || rule.layer() == Layer.WELL_FORMED) {
            found.add(new PlacedFault(rule, path, diagnostics));
        }
    }

    /** The findings of one layer, in the order in which they were found. */
    List<Finding> of(Layer layer) {
        return found.stream().filter(fault -> fault.rule.layer() == layer).map(PlacedFault::finding).limit(MOST)
                .toList();
    }

    /** All findings, in the order in which they were found. */
    List<Finding> all() {
        return found.stream().map(PlacedFault::finding).limit(MOST).toList();
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    private record PlacedFault(Rule rule, ElementPath path, String diagnostics) {

        Finding finding() {
            return new Finding(rule, path == null ? null : path.toString(), diagnostics);
        }
    }
}

package taskgateway.profile;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The invariants that the compiler knows by their keys: FHIR's own on contained resources. {@link ContainedRule} runs
 * them.
 */
enum Invariant {
    /** A contained resource contains nothing. */
    DOM_2("dom-2"),
    /** A contained resource is referred to. */
    DOM_3("dom-3"),
    /** A contained resource has no version and no time of change. */
    DOM_4("dom-4");

    private final String key;

    Invariant(String key) {
        this.key = key;
    }

    static Optional<Invariant> of(String key) {
        return Stream.of(values()).filter(invariant -> invariant.key.equals(key)).findFirst();
    }
}

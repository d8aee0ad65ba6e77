package taskgateway.rules;

import java.util.OptionalInt;

/**
 * The layers of checking, in their order (specification, section 6, "Which fault wins"): when a layer finds faults, all
 * of them are reported together and no later layer runs. Each that the specification has bears its number there.
 */
public enum Layer {
    /** The HTTP message itself: framing, sizes, time. */
    TRANSPORT(1),
    /** URL and verb, which also find the provider. */
    ADDRESS(2),
    /** Media types, asked for and sent. */
    MEDIA_TYPE(3),
    /** The Ssp headers. */
    SPINE(4),
    /** The audit token. */
    TOKEN(5),
    /** Whether the request repeats another. */
    REPEAT,
    /** Whether the body is a FHIR resource of the expected type at all. */
    WELL_FORMED(6),
    /** The profiles, and what the use case adds to them. */
    PROFILE(7),
    /** Whether what is referred to exists. */
    REFERENCE(8),
    /** What the provider must know before it may take the task. */
    BUSINESS(9),
    /** Handing the task on. */
    DELIVERY,
    /** The gateway itself. */
    GATEWAY;

    private final OptionalInt number;

    Layer() {
        this.number = OptionalInt.empty();
    }

    Layer(int number) {
        this.number = OptionalInt.of(number);
    }

    /** Its number in the specification, section 6; empty where the specification has no such layer. */
    public OptionalInt number() {
        return number;
    }
}

package taskgateway.rules;

/**
 * The layers of checking, in their order (specification, section 6, "Which fault wins"): when a layer finds faults, all of
 * them are reported together and no later layer runs.
 */
public enum Layer {
    /** The HTTP message itself: framing, sizes, time. */
    TRANSPORT,
    /** URL and verb, which also find the provider. */
    ADDRESS,
    /** Media types, asked for and sent. */
    MEDIA_TYPE,
    /** The Ssp headers. */
    SPINE,
    /** The audit token. */
    TOKEN,
    /** Whether the request repeats another. */
    REPEAT,
    /** Whether the body is a FHIR resource of the expected type at all. */
    WELL_FORMED,
    /** The profiles, and what the use case adds to them. */
    PROFILE,
    /** Whether what is referred to exists. */
    REFERENCE,
    /** What the provider must know before it may take the task. */
    BUSINESS,
    /** Handing the task on. */
    DELIVERY,
    /** The gateway itself. */
    GATEWAY
}

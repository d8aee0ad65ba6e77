package taskgateway.edge;

import java.util.Set;

/** What a caller may ask for (specification, sections 2 and 3). */
public enum Interaction {
    CREATE_ORDER("create:order-1", "create:order"),
    READ_ORDER("read:order-1", "read:order"),
    READ_METADATA("read:metadata-1", "read:metadata"),
    /** The project's own StructureDefinitions and ValueSets: asked for without Ssp headers or token. */
    READ_DEFINITION();

    private static final String PREFIX = "urn:nhs:names:services:gpconnect:fhir:rest:";

    private final Set<String> ids;

    Interaction(String... ids) {
        this.ids = Set.of(java.util.Arrays.stream(ids).map(PREFIX::concat).toArray(String[]::new));
    }

    /** Whether an Ssp-InteractionID names this interaction, in either edition; letter case matters. */
    public boolean hasId(String id) {
        return ids.contains(id);
    }
}

package taskgateway.directory;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/** An interaction for which systems are registered, as senders and as receivers (specification, sections 3 and 11). */
public enum RegisteredInteraction {
    CREATE_ORDER("create:order"),
    READ_ORDER("read:order"),
    READ_METADATA("read:metadata");

    private final String code;

    RegisteredInteraction(String code) {
        this.code = code;
    }

    /** Its short name, as the directory file writes it, e.g. {@code create:order}. */
    @JsonValue
    public String code() {
        return code;
    }

    /**
     * The interaction ids that name it: that of the February 2018 edition, which is looked up first, and that of 2017.
     */
    public List<String> ids() {
        String id2017 = "urn:nhs:names:services:gpconnect:fhir:rest:" + code;
        return List.of(id2017 + "-1", id2017);
    }
}

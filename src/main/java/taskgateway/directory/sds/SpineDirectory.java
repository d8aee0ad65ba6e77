package taskgateway.directory.sds;

import java.util.List;

/** The Spine Directory Service, by whichever protocol it is asked (specification, section 11). */
interface SpineDirectory {

    /**
     * Begins a look-up.
     *
     * @param deadline when it must be over, every question that it takes included
     * @throws taskgateway.rules.Refusal DIRECTORY_UNAVAILABLE
     */
    Search open(Deadline deadline);

    /** One look-up's questions. Both fail like {@link #open}. */
    interface Search extends AutoCloseable {

        /** The first step: the systems of an organisation that are registered for an interaction. */
        List<AccreditedSystem> systems(String ods, String interaction);

        /** The second step: where the systems of a party are reached for an interaction. */
        List<Endpoint> endpoints(String ods, String interaction, String partyKey);

        @Override
        void close();
    }

    /**
     * An accredited system. What the directory does not hold is empty here.
     *
     * @param asid     its Accredited System Identifier
     * @param partyKey the key that leads to its endpoints
     */
    record AccreditedSystem(String asid, String partyKey) {
    }

    /**
     * A message handling system's endpoint. What the directory does not hold is empty here.
     *
     * @param address the service root
     * @param fqdn    the fully qualified domain name registered for it
     */
    record Endpoint(String address, String fqdn) {
    }

    /**
     * An attribute's value. Several are joined: together they are of no legal form, so none is taken for the one meant.
     */
    static String joinValues(List<String> values) {
        return String.join(" ", values).strip();
    }
}

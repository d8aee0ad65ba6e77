package taskgateway.directory;

import java.util.Optional;

/**
 * How a provider gets its tasks, as {@code directory.yaml} names it. Those for hosted providers are packages of their
 * own; Java's service loader finds them, so that nothing else names them.
 */
public interface Transport {

    /** A remote FHIR DSTU2 server that owns its tasks; its answer is the answer. */
    Transport FHIR = new FhirTransport();

    /** Its name in {@code directory.yaml} and in the message log, such as {@code FHIR}. */
    String name();

    /** Whether the gateway is the provider's FHIR face and owns its tasks. */
    boolean hosted();

    /**
     * Looks at where a provider's tasks go. A task that has been acknowledged and then goes to the gateway itself is
     * lost.
     *
     * @param address as the directory has it
     * @return what is wrong with it in these surroundings, to stand behind its key; empty where nothing is
     * @throws IllegalArgumentException where it is no address of this transport at all, saying why
     */
    Optional<String> fault(String address, Surroundings around);

    /**
     * Whether providers may share an address, since whoever reads there can tell them apart. Then their entries say
     * {@code shared: true}; where they do not, it is taken for a mistake.
     */
    default boolean shares() {
        return false;
    }

    /** Whether an address is reached with TLS, so that its entry may name the authority of its certificate. */
    default boolean usesTls(String address) {
        return false;
    }
}

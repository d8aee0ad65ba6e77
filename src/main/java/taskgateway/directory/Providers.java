package taskgateway.directory;

import java.util.Optional;

/** Where providers are found: the directory file, or the Spine Directory Service. */
public interface Providers {

    /**
     * Finds who receives.
     *
     * @param ods        ODS code as the sender wrote it, not yet checked for its form; letter case matters
     * @param interaction what is asked of the provider
     * @return the provider, or empty where there is none for what is asked
     * @throws taskgateway.rules.Refusal when it cannot be said whether there is one
     */
    Optional<Provider> provider(String ods, RegisteredInteraction interaction);
}

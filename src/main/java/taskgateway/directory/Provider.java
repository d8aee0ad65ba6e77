package taskgateway.directory;

import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * An organisation that receives tasks.
 *
 * @param ods          its ODS code, e.g. {@code A20047}
 * @param asid         the Accredited System Identifier allocated to its endpoint
 * @param name         for people
 * @param transport    how it gets its tasks
 * @param serviceRoot  its public FHIR base URL, without a trailing slash (specification, section 2); callers use it
 * @param address      where the gateway delivers: a FHIR base URL, the name of a JMS queue, or an HTTP endpoint's URL
 * @param interactions what it takes part in; anything else is refused before it reaches the provider
 * @param ca           PEM file of the authority that issues the certificate of the address, blank for those of the
 *                     settings
 * @param retired      whether it takes no more tasks, and is there for those it has: they are delivered and read
 */
public record Provider(String ods, String asid, String name, Transport transport, ServiceRoot serviceRoot,
        String address, Set<RegisteredInteraction> interactions, String ca, boolean retired) {

    private static final Predicate<String> ODS = Pattern.compile("[A-Z0-9]{1,12}").asMatchPredicate();
    private static final Predicate<String> ASID = Pattern.compile("[0-9]{12}").asMatchPredicate();

    /** Whether a text has the form of an ODS code: 1 to 12 capital letters and digits. */
    public static boolean isOds(String text) {
        return ODS.test(text);
    }

    /** Whether a text has the form of an Accredited System Identifier: twelve digits. */
    public static boolean isAsid(String text) {
        return ASID.test(text);
    }
}

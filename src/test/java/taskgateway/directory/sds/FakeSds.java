package taskgateway.directory.sds;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A Spine Directory Service that a test has in its hand, with entries of the shape of the specification's section 11.
 */
public interface FakeSds extends AutoCloseable {

    /** Which protocol it speaks. */
    enum Protocol {
        LDAP, FHIR;

        /** Starts one on 127.0.0.1, over TLS with this certificate, that asks for the client's. */
        public FakeSds start(SelfSigned server, SelfSigned client) throws Exception {
            return this == LDAP ? new FakeLdapSds(server, client) : new FakeFhirSds(server, client);
        }
    }

    String API_KEY = "a-key-for-tests";

    /** Where it is. */
    String url();

    /** Enters a system. */
    void system(String ods, String interaction, String asid, String partyKey);

    /** Enters an endpoint; what is null is left out. */
    void endpoint(String ods, String interaction, String partyKey, String address, String fqdn);

    /** Removes all entries. */
    void clear();

    /** From now on every question is answered after so long. */
    void slow(Duration delay);

    /** Questions since the start, the unanswered ones included. */
    int questions();

    /** Stops listening. */
    void down();

    /** Listens again. */
    void up() throws Exception;

    @Override
    default void close() {
        down();
    }

    /** Enters a system and its endpoint. */
    default void enter(String ods, String interaction, String asid, String address) {
        system(ods, interaction, asid, ods + "-000001");
        endpoint(ods, interaction, ods + "-000001", address, null);
    }

    /** Settings to ask it by. */
    default SdsSettings settings(SelfSigned server, SelfSigned client, Duration limit, Duration keep) {
        return new SdsSettings(url(), "ou=services,o=nhs", API_KEY, file(server.certificate()),
                file(client.certificate()), file(client.key()), limit, keep, 32, true);
    }

    private static String file(Path path) {
        return path.toString();
    }
}

package taskgateway.directory.sds;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** UnboundID's directory server in memory, over LDAPS, which admits clients with a certificate alone. */
final class FakeLdapSds implements FakeSds {

    private static final String BASE = "ou=services,o=nhs";

    private final InMemoryDirectoryServer server;
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger entries = new AtomicInteger();
    private final int port;

    FakeLdapSds(SelfSigned pem, SelfSigned client) throws Exception {
        SSLContext tls = pem.server(client);
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("o=nhs");
        config.setSchema(null);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPSConfig("ldaps", InetAddress.getByName("127.0.0.1"), 0,
                tls.getServerSocketFactory(), tls.getSocketFactory(), true, true));
        config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSearchRequest(InMemoryInterceptedSearchRequest request) {
                questions.incrementAndGet();
            }
        });
        server = new InMemoryDirectoryServer(config);
        server.startListening();
        port = server.getListenPort();
        clear();
    }

    @Override
    public String url() {
        return "ldaps://localhost:" + port;
    }

    @Override
    public void system(String ods, String interaction, String asid, String partyKey) {
        enter(new Attribute("objectClass", "top", "nhsAS"), new Attribute("nhsIDCode", ods),
                new Attribute("nhsAsSvcIA", interaction),
                new Attribute("uniqueIdentifier", asid), new Attribute("nhsMhsPartyKey", partyKey));
    }

    @Override
    public void endpoint(String ods, String interaction, String partyKey, String address, String fqdn) {
        Entry entry = new Entry(name(), new Attribute("objectClass", "top", "nhsMhs"), new Attribute("nhsIDCode", ods),
                new Attribute("nhsMhsSvcIA", interaction), new Attribute("nhsMhsPartyKey", partyKey));
        if (address != null) {
            entry.addAttribute("nhsMhsEndPoint", address);
        }
        if (fqdn != null) {
            entry.addAttribute("nhsMHSFQDN", fqdn);
        }
        add(entry);
    }

    private void enter(Attribute... attributes) {
        add(new Entry(name(), attributes));
    }

    private String name() {
        return "cn=" + entries.incrementAndGet() + "," + BASE;
    }

    private void add(Entry entry) {
        try {
            server.add(entry);
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void clear() {
        server.clear();
        add(new Entry("o=nhs", new Attribute("objectClass", "top", "organization"), new Attribute("o", "nhs")));
        add(new Entry(BASE, new Attribute("objectClass", "top", "organizationalUnit"),
                new Attribute("ou", "services")));
    }

    @Override
    public void slow(Duration delay) {
        server.setProcessingDelayMillis(delay.toMillis());
    }

    @Override
    public int questions() {
        return questions.get();
    }

    @Override
    public void down() {
        server.shutDown(true);
    }

    @Override
    public void up() throws LDAPException {
        server.restartListener("ldaps");
    }
}

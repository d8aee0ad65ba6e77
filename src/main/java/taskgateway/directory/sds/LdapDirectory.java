package taskgateway.directory.sds;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.net.SocketFactory;
import taskgateway.rules.Refusal;

/**
 * The directory's LDAP face. Every look-up has a connection of its own: the answers are kept for a while anyhow, and no
 * connection can have gone stale.
 */
final class LdapDirectory implements SpineDirectory {

    private final URI server;
    private final String base;
    private final SocketFactory tls;

    /**
     * @param server  {@code ldaps://host[:port]}, or {@code ldap:}
     * @param base    distinguished name under which entries are searched
     * @param tls     TLS for {@code ldaps}
     */
    LdapDirectory(URI server, String base, SocketFactory tls) {
        this.server = server;
        this.base = base;
        this.tls = tls;
    }

    @Override
    public Search open(Deadline deadline) {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(deadline.millis());
        options.setResponseTimeoutMillis(deadline.millis());
        options.setFollowReferrals(false);
        boolean secure = server.getScheme().equals("ldaps");
        if (secure) {
            options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
        }
        int port = server.getPort() != -1 ? server.getPort() : secure ? 636 : 389;
        try {
            return new LdapSearch(new LDAPConnection(new TimedSockets(secure ? tls : SocketFactory.getDefault(),
                    deadline), options, server.getHost(), port), deadline);
        } catch (LDAPException e) {
            throw unavailable(e);
        }
    }

    /** Result codes are words; an exception's message may quote anything. */
    private Refusal unavailable(LDAPException failure) {
        String code = failure.getResultCode().getName();
        return LookUpFaults.unavailable(server.toString(), failure.getResultCode() == ResultCode.CONNECT_ERROR
                ? code + ": it is not there, not in time, or its certificate is not trusted or of another name" : code);
    }

    private final class LdapSearch implements Search {

        /** Enough to know that it is more than one. */
        private static final int MOST = 2;

        private final LDAPConnection connection;
        private final Deadline deadline;

        private LdapSearch(LDAPConnection connection, Deadline deadline) {
            this.connection = connection;
            this.deadline = deadline;
        }

        @Override
        public List<AccreditedSystem> systems(String ods, String interaction) {
            Filter filter = and("nhsIDCode", ods, "nhsAS", "nhsAsSvcIA", interaction);
            return search(filter, "uniqueIdentifier", "nhsMhsPartyKey").stream()
                    .map(it -> new AccreditedSystem(value(it, "uniqueIdentifier"), value(it, "nhsMhsPartyKey")))
                    .toList();
        }

        @Override
        public List<Endpoint> endpoints(String ods, String interaction, String partyKey) {
            Filter filter = and("nhsMhsPartyKey", partyKey, "nhsMhs", "nhsMhsSvcIA", interaction);
            return search(filter, "nhsMhsEndPoint", "nhsMHSFQDN").stream()
                    .map(it -> new Endpoint(value(it, "nhsMhsEndPoint"), value(it, "nhsMHSFQDN"))).toList();
        }

        private static Filter and(String key, String value, String objectClass, String service, String interaction) {
            return Filter.and(Filter.equals(key, value), Filter.equals("objectClass", objectClass),
                    Filter.equals(service, interaction));
        }

        private List<SearchResultEntry> search(Filter filter, String... attributes) {
            try {
                SearchRequest request = new SearchRequest(base, SearchScope.SUB, filter, attributes);
                request.setSizeLimit(MOST);
                request.setResponseTimeoutMillis(deadline.millis());
                return connection.search(request).getSearchEntries();
            } catch (LDAPSearchException e) {
                if (e.getResultCode() == ResultCode.SIZE_LIMIT_EXCEEDED && e.getSearchEntries() != null) {
                    return e.getSearchEntries();
                }
                throw unavailable(e);
            } catch (LDAPException e) {
                throw unavailable(e);
            }
        }

        private static String value(SearchResultEntry entry, String attribute) {
            return SpineDirectory.joinValues(Optional.ofNullable(entry.getAttributeValues(attribute)).map(List::of)
                    .orElse(List.of()));
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}

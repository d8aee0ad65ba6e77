package taskgateway.broker;

import jakarta.jms.JMSException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.failover.FailoverTransport;
import taskgateway.tls.ClientTls;

/**
 * ActiveMQ's client as the gateway uses it: a connection has one life. Also at {@code failover:} one that is lost is
 * not mended inside the client but fails, with all its transactions, and whoever has lost it makes a new one at
 * whichever broker is there.
 *
 * <p>A connection that is mended inside tells what was delivered before from what is delivered again by its memory of
 * both, and with several consumers it errs: a message that the broker gives to another consumer than before is taken
 * for a duplicate and acknowledged unread, and a rollback that fails leaves a consumer that acknowledges nothing any
 * more. The broker alone decides what is delivered again; what was done before is told by the message log.
 */
final class BrokerClient extends ActiveMQSslConnectionFactory {

    /**
     * A broker that says nothing for so long, or twice as long, is lost: it would answer a heartbeat. One whose machine
     * is gone is not waited for while another is there.
     */
    private static final Map<String, String> LIMITS =
            Map.of("wireFormat.maxInactivityDuration", "8000", "connectionTimeout", "5000");
    private static final Pattern SEVERAL = Pattern.compile("failover:(?://)?(.*)");
    private static final Pattern ONE =
            Pattern.compile("(tcp|ssl|nio|nio\\+ssl|auto|auto\\+ssl|auto\\+nio|auto\\+nio\\+ssl)://.*");

    private static final int PATIENCE_MILLIS = 15_000;

    BrokerClient(String url, ClientTls tls) {
        super(withLimits(url));
        setKeyAndTrustManagers(tls.keys(), tls.trust(), null);
        // Else a consumer holds messages that an idle one could work on.
        getPrefetchPolicy().setQueuePrefetch(1);
        getPrefetchPolicy().setQueueBrowserPrefetch(1);
        // Else the failure of a send in a transaction is told by its commit, too late to send elsewhere.
        setAlwaysSyncSend(true);
        setCheckForDuplicates(false);
        setTrustedPackages(List.of());
        setConnectResponseTimeout(PATIENCE_MILLIS);
        // A broker without room lets senders wait for ever.
        setSendTimeout(PATIENCE_MILLIS);
        setCloseTimeout(PATIENCE_MILLIS / 10);
    }

    @Override
    protected Transport createTransport() throws JMSException {
        Transport transport = super.createTransport();
        FailoverTransport several = transport.narrow(FailoverTransport.class);
        if (several != null) {
            several.setStartupMaxReconnectAttempts(1);
            several.setMaxReconnectAttempts(0);
        }
        return transport;
    }

    /** The URL with each limit that it does not set itself. */
    static String withLimits(String url) {
        Matcher several = SEVERAL.matcher(url);
        // Without parentheses ActiveMQ takes what stands behind the question mark for each broker's own.
        String bare = several.matches() && !several.group(1).startsWith("(")
                ? "failover:(" + several.group(1) + ")" : url;
        String limited = bare;
        for (Map.Entry<String, String> limit : LIMITS.entrySet()) {
            if (!url.contains(limit.getKey() + "=")) {
                limited = withLimit(limited, limit.getKey() + "=" + limit.getValue());
            }
        }
        return limited;
    }

    private static String withLimit(String url, String limit) {
        if (SEVERAL.matcher(url).matches()) {
            return url + (url.indexOf('?', url.lastIndexOf(')')) < 0 ? "?" : "&") + "nested." + limit;
        }
        return ONE.matcher(url).matches() ? url + (url.contains("?") ? "&" : "?") + limit : url;
    }
}

package taskgateway.deliver.fhir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.http.HttpHost;
import org.apache.http.conn.socket.LayeredConnectionSocketFactory;
import org.apache.http.conn.ssl.DefaultHostnameVerifier;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.protocol.HttpContext;
import taskgateway.directory.Provider;
import taskgateway.directory.ServiceRoot;
import taskgateway.directory.Transport;
import taskgateway.tls.ClientTls;
import taskgateway.tls.Tls;

/**
 * TLS with FHIR providers (specification, section 10): each by the authorities trusted for it, its host name verified,
 * and with the gateway's own certificate.
 */
public final class ProviderSockets implements LayeredConnectionSocketFactory {

    private final LayeredConnectionSocketFactory usual;
    private final Map<String, LayeredConnectionSocketFactory> special;

    private ProviderSockets(ClientTls usual, Map<String, ClientTls> special) {
        this.usual = sockets(usual);
        this.special = special.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> sockets(entry.getValue())));
    }

    /**
     * The sockets for these providers, and for any other.
     *
     * @throws IllegalArgumentException when two providers at one host and port name different authorities: connections
     *                                  are kept by host and port
     */
    public static ProviderSockets of(List<Provider> providers, Tls tls) {
        Map<String, String> authorities = new HashMap<>();
        Map<String, ClientTls> special = new HashMap<>();
        providers.stream().filter(provider -> provider.transport() == Transport.FHIR).forEach(provider -> {
            ServiceRoot address = ServiceRoot.of(provider.address());
            String peer = address.host() + ":" + address.port();
            if (!authorities.computeIfAbsent(peer, first -> provider.ca()).equals(provider.ca())) {
                throw new IllegalArgumentException("providers at " + peer
                        + " name different authorities (ca) in the directory");
            }
            special.computeIfAbsent(peer, first -> tls.client(provider.ods(), provider.ca()));
        });
        return new ProviderSockets(tls.client(), special);
    }

    private static LayeredConnectionSocketFactory sockets(ClientTls tls) {
        return new SSLConnectionSocketFactory(tls.context(), new DefaultHostnameVerifier());
    }

    @Override
    public Socket createSocket(HttpContext context) throws IOException {
        return usual.createSocket(context);
    }

    @Override
    public Socket connectSocket(int timeout, Socket socket, HttpHost host, InetSocketAddress remote,
            InetSocketAddress local, HttpContext context) throws IOException {
        return of(host.getHostName(), remote.getPort()).connectSocket(timeout, socket, host, remote, local, context);
    }

    @Override
    public Socket createLayeredSocket(Socket socket, String target, int port, HttpContext context) throws IOException {
        return of(target, port).createLayeredSocket(socket, target, port, context);
    }

    private LayeredConnectionSocketFactory of(String host, int port) {
        return special.getOrDefault(host.toLowerCase(Locale.ROOT) + ":" + port, usual);
    }
}

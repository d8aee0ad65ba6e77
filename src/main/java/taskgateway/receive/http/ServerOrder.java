package taskgateway.receive.http;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import taskgateway.tls.Protection;

/**
 * The JDK's TLS with its suites in their order (specification, section 10), which Vert.x keeps in a set that has none.
 */
final class ServerOrder extends JdkSSLEngineOptions {

    @Override
    public ServerOrder copy() {
        return new ServerOrder();
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new DefaultSslContextFactory(SslProvider.JDK, false) {
            @Override
            public SslContext create() throws SSLException {
                return ordered(super.create());
            }
        };
    }

    private static SslContext ordered(SslContext plain) {
        return new DelegatingSslContext(plain) {
            @Override
            protected void initEngine(SSLEngine engine) {
                SSLParameters parameters = engine.getSSLParameters();
                parameters.setCipherSuites(Protection.SUITES.toArray(String[]::new));
                parameters.setUseCipherSuitesOrder(true);
                engine.setSSLParameters(parameters);
            }
        };
    }
}

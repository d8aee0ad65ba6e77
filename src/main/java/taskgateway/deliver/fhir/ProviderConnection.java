package taskgateway.deliver.fhir;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.apache.http.config.MessageConstraints;
import org.apache.http.impl.conn.DefaultManagedHttpClientConnection;

/**
 * A connection that is used again only while the provider is silent. One that the provider has closed would fail the
 * next task; one on which it has said something unasked would answer the next task with another's 201.
 */
final class ProviderConnection extends DefaultManagedHttpClientConnection {

    private static final int BUFFER = 8192;

    private static final MessageConstraints HEAD =
            MessageConstraints.custom().setMaxLineLength(16_384).setMaxHeaderCount(200).build();

    ProviderConnection() {
        super("provider", BUFFER, BUFFER, null, null, HEAD, null, null, null, null);
    }

    @Override
    public boolean isStale() {
        try {
            // Silence is the only good sign: both a byte and the end of the stream return at once.
            return !isOpen() || heard();
        } catch (SocketTimeoutException silent) {
            return false;
        } catch (IOException broken) {
            return true;
        }
    }

    private boolean heard() throws IOException {
        awaitInput(1);
        return true;
    }
}

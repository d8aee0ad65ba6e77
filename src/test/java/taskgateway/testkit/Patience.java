package taskgateway.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long a test waits for what must come. It is far longer than that takes: on a busy machine everything is slow, and
 * a test that passes does not wait it out. Awaitility's waits that name no time of their own are as patient (this
 * extension is registered for all tests).
 */
public final class Patience implements BeforeAllCallback {

    public static final Duration PATIENCE = Duration.ofSeconds(120);

    @Override
    public void beforeAll(ExtensionContext test) {
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}

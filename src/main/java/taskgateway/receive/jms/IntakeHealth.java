package taskgateway.receive.jms;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import taskgateway.broker.IntakeWatch;

/**
 * The health of the intake by JMS: down while messages wait and none is worked on. It is part of
 * {@code /observe/health} alone: whether the gateway is ready for requests over HTTP, or has to be started again, does
 * not hang on it.
 */
public final class IntakeHealth extends AbstractHealthCheck {

    private final IntakeWatch watch;

    public IntakeHealth(IntakeWatch watch) {
        super("intake");
        this.watch = watch;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Optional<String> fault = watch.fault();
        if (fault.isPresent()) {
            result.down().message(fault.get());
        } else {
            result.up();
        }
    }
}

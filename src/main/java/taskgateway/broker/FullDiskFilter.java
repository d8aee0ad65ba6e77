package taskgateway.broker;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Leaves out what the embedded broker logs of each message for which its disk has no room: {@link BrokerDisk} tells it
 * once.
 */
public final class FullDiskFilter extends Filter<ILoggingEvent> {

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getLoggerName().startsWith("org.apache.activemq.") && isFull(event.getThrowableProxy())
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    private static boolean isFull(IThrowableProxy failure) {
        return failure != null
                && (BrokerState.isFull(failure.getMessage())
                        || failure.getCause() != failure && isFull(failure.getCause()));
    }
}

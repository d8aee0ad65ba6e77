package taskgateway.deliver.hosted.jms;

import taskgateway.broker.BrokerState;
import taskgateway.broker.IntakeWatch;
import taskgateway.deliver.hosted.ChannelAdapter;
import taskgateway.store.DeliveryFailure;

/** Puts tasks on queues, each exactly once: its receipt says whether a queue has it. */
final class QueueAdapter implements ChannelAdapter {

    private final IntakeWatch watch;

    /** @param watch knows whether the broker is there */
    QueueAdapter(IntakeWatch watch) {
        this.watch = watch;
    }

    @Override
    public boolean isReady() {
        return watch.isBrokerThere();
    }

    @Override
    public boolean asks() {
        return true;
    }

    /**
     * Nobody knows whether the queue has the task. Where that is since the broker has gone, the log says no more than
     * this.
     */
    @Override
    public DeliveryFailure failure(Exception cause) {
        watch.lookAtQueue();
        return new DeliveryFailure("the broker did not take it: " + BrokerState.reason(cause), true,
                !watch.isBrokerThere());
    }
}

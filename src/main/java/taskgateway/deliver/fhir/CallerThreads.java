package taskgateway.deliver.fhir;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;

/**
 * Lets camel-fhir call a provider on the thread that carries the task. Its own pool has ten threads for all providers,
 * so a slow one would hold up every other; and a JMS message's transaction is bound to its thread.
 */
public final class CallerThreads extends DefaultThreadPoolFactory {

    /** The profile by which camel-fhir asks for its pool. */
    private static final String PROFILE = "CamelFhir";

    private CallerThreads() {
    }

    /** From now on camel-fhir runs on its callers' threads. */
    public static void install(ExecutorServiceManager manager) {
        // Camel asks the factory for a pool of the default profile unless there is one of camel-fhir's name.
        manager.registerThreadPoolProfile(new ThreadPoolProfile(PROFILE));
        manager.setThreadPoolFactory(new CallerThreads());
    }

    @Override
    public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory factory) {
        return PROFILE.equals(profile.getId()) ? new OnCaller(factory) : super.newScheduledThreadPool(profile, factory);
    }

    private static final class OnCaller extends ScheduledThreadPoolExecutor {

        private OnCaller(ThreadFactory factory) {
            super(0, factory);
        }

        @Override
        public Future<?> submit(Runnable task) {
            task.run();
            return CompletableFuture.completedFuture(null);
        }
    }
}

package taskgateway.chaos;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a sender was told of one task, over HTTP by answers, in JMS by the broker that took it. */
final class Told {

    /** Stands for an answer that never came: the task may have been taken or not. */
    static final int NOTHING = 0;

    /** The consumer that all tasks come from. */
    private static final String SENDER = "200000000359";

    private final String traceId;
    private final String ods;
    private final boolean jms;
    private final List<Integer> statuses = new ArrayList<>();
    private final Set<String> locations = new LinkedHashSet<>();

    Told(String traceId, String ods, boolean jms) {
        this.traceId = traceId;
        this.ods = ods;
        this.jms = jms;
    }

    synchronized void answered(int status, String location) {
        statuses.add(status);
        if (status == 201) {
            locations.add(location);
        }
    }

    String traceId() {
        return traceId;
    }

    /** By which receivers know the task. */
    String identifier() {
        return SENDER + "." + traceId;
    }

    String ods() {
        return ods;
    }

    boolean jms() {
        return jms;
    }

    synchronized List<Integer> statuses() {
        return List.copyOf(statuses);
    }

    /** Paths of the task that it was acknowledged as: more than one would be more than one task. */
    synchronized Set<String> locations() {
        return Set.copyOf(locations);
    }

    synchronized boolean acknowledged() {
        return statuses.contains(201);
    }

    /** Whether every answer said that nothing was kept, and none stayed out. */
    synchronized boolean refused() {
        return !jms && !statuses.isEmpty()
                && statuses.stream().allMatch(status -> status >= 400 && status != 504 && status != 500);
    }

    /** How often the sender was told that it may try again. */
    synchronized long mayTryAgain() {
        return statuses.stream().filter(status -> status == 429 || status == 502 || status == 503).count();
    }
}

package taskgateway.chaos;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What all senders were told, whatever happened to the other side. */
final class Ledger {

    private final Map<String, Told> told = new ConcurrentHashMap<>();

    /** Opens the account of a task before it is sent. */
    Told open(String traceId, String ods, boolean jms) {
        return told.computeIfAbsent(traceId, id -> new Told(id, ods, jms));
    }

    Collection<Told> all() {
        return List.copyOf(told.values());
    }

    List<Told> http() {
        return told.values().stream().filter(it -> !it.jms()).toList();
    }

    /** Those whose message the broker has taken. */
    List<Told> queued() {
        return told.values().stream().filter(it -> it.jms() && it.statuses().contains(RestlessSenders.QUEUED)).toList();
    }

    List<Told> acknowledged(String ods) {
        return told.values().stream().filter(it -> it.ods().equals(ods) && it.acknowledged()).toList();
    }

    /** Answers by their status, 0 for those that never came. */
    long count(int status) {
        return http().stream().flatMap(it -> it.statuses().stream()).filter(it -> it == status).count();
    }
}

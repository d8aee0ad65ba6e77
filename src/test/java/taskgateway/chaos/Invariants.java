package taskgateway.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What must hold between what senders were told and what is there, whatever died. */
final class Invariants {

    private final Ledger ledger;
    private final Outside outside;
    private final List<String> broken = new ArrayList<>();

    private Invariants(Ledger ledger, Outside outside) {
        this.ledger = ledger;
        this.outside = outside;
    }

    /** Every case in which something does not hold, a sentence each. */
    static List<String> broken(Ledger ledger, Outside outside) {
        Invariants invariants = new Invariants(ledger, outside);
        invariants.acknowledgedTasksAreStoredAndDelivered();
        invariants.nothingIsDoubled();
        invariants.refusedTasksAreNowhere();
        invariants.everyMessageHasItsOutcome();
        invariants.broken.addAll(outside.chains());
        return invariants.broken;
    }

    private void acknowledgedTasksAreStoredAndDelivered() {
        for (String ods : List.of(Site.QUEUE, Site.ENDPOINT, Site.FHIR)) {
            Set<String> arrived = new HashSet<>(ods.equals(Site.QUEUE) ? outside.queued()
                    : ods.equals(Site.ENDPOINT) ? outside.posted() : outside.sent().keySet());
            Set<String> stored = new HashSet<>(outside.stored());
            for (Told told : ledger.acknowledged(ods)) {
                expect(arrived.contains(told.identifier()), told,
                        "was acknowledged, and its provider does not have it");
                expect(ods.equals(Site.FHIR) || stored.contains(told.identifier()), told,
                        "was acknowledged, and is not stored");
                expect(told.locations().size() == 1, told, "was acknowledged as more than one task");
            }
        }
        // A stored task is one that its sender may have been told of: it is delivered too.
        Set<String> hosted = new HashSet<>(outside.queued());
        hosted.addAll(outside.posted());
        outside.stored().stream().filter(identifier -> !hosted.contains(identifier))
                .forEach(identifier -> broken.add(identifier + " is stored, and its provider does not have it"));
    }

    private void nothingIsDoubled() {
        doubled(outside.queued()).forEach(identifier -> broken.add(identifier + " is on the queue more than once"));
        doubled(outside.stored()).forEach(identifier -> broken.add(identifier + " is stored more than once"));
        Map<String, Told> told = ledger.all().stream().collect(Collectors.toMap(Told::identifier, Function.identity()));
        outside.sent().forEach((identifier, times) -> {
            Told of = told.get(identifier);
            expect(of != null, identifier, "is at the FHIR server, and nobody sent it");
            if (of != null && !of.jms()) {
                expect(times <= 1 + of.mayTryAgain(), identifier, "was sent to the FHIR server " + times
                        + " times, and its sender was told " + of.statuses());
            }
            expect(of == null || !of.jms() || times == 1, identifier,
                    "came by JMS and was sent to the FHIR server " + times + " times");
        });
    }

    private void refusedTasksAreNowhere() {
        Set<String> somewhere = new HashSet<>(outside.stored());
        somewhere.addAll(outside.queued());
        somewhere.addAll(outside.posted());
        ledger.http().stream().filter(Told::refused).forEach(told ->
                expect(!somewhere.contains(told.identifier()), told,
                        "was refused with " + told.statuses() + ", and is kept"));
    }

    private void everyMessageHasItsOutcome() {
        Set<String> known = new HashSet<>(outside.kept());
        Map<String, String> said = new HashMap<>();
        for (String outcome : outside.outcomes()) {
            String trace = outcome.split(" ")[0];
            known.add(trace);
            // One whose sending was in doubt when something died may come again, and must say the same.
            String before = said.putIfAbsent(trace, outcome);
            if (before != null && !before.equals(outcome)) {
                broken.add("the message " + trace + " has two outcomes that do not say the same");
            }
        }
        ledger.queued().forEach(told ->
                expect(known.contains(told.traceId()), told, "was taken by the broker, and has no outcome"));
    }

    private void expect(boolean holds, Told told, String fault) {
        expect(holds, told.identifier() + " for " + told.ods(), fault);
    }

    private void expect(boolean holds, String who, String fault) {
        if (!holds) {
            broken.add(who + " " + fault);
        }
    }

    private static Collection<String> doubled(List<String> values) {
        Set<String> seen = new HashSet<>();
        List<String> twice = values.stream().filter(value -> !seen.add(value)).distinct().toList();
        return Collections.unmodifiableList(twice);
    }
}

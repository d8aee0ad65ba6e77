package taskgateway.desk;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import taskgateway.settings.SettingsReader;

/**
 * How old what is removed must be.
 *
 * @param bodies  of tasks, answers and dead messages; empty: none are removed
 * @param records of messages, tasks and dead letters; empty: none are removed
 */
public record RetentionAges(Optional<Duration> bodies, Optional<Duration> records) {

    /** Somebody may still want to look at what is younger. */
    private static final Duration YOUNG = Duration.ofDays(7);

    private static final String BODIES = "gateway.retention.bodies-days";
    private static final String RECORDS = "gateway.retention.records-days";

    public static RetentionAges read(SettingsReader read) {
        return new RetentionAges(read.days(BODIES), read.days(RECORDS));
    }

    /** Whether nothing is ever removed. */
    public boolean none() {
        return bodies.isEmpty() && records.isEmpty();
    }

    /** Refuses settings at which a repeat would not be told or not be answered. */
    public void refuseShorterThan(Duration repeatKeep) {
        refuseShorterThan(repeatKeep, setting(BODIES, "GATEWAY_RETENTION_BODIES_DAYS"),
                setting(RECORDS, "GATEWAY_RETENTION_RECORDS_DAYS"));
    }

    private static String setting(String key, String variable) {
        return "setting " + key + " (environment variable " + variable + ")";
    }

    /**
     * Refuses ages at which a repeat would not be told or not be answered.
     *
     * @param bodiesName  what the age of bodies is called
     * @param recordsName what the age of records is called
     * @throws IllegalArgumentException saying which is too short
     */
    public void refuseShorterThan(Duration repeatKeep, String bodiesName, String recordsName) {
        if (shorter(bodies, repeatKeep)) {
            throw new IllegalArgumentException(bodiesName + " is less than gateway.repeat.keep-hours:"
                    + " a repeat could not be given its answer");
        }
        if (shorter(records, repeatKeep)) {
            throw new IllegalArgumentException(recordsName + " is less than gateway.repeat.keep-hours:"
                    + " a repeat would be taken for a new task");
        }
        if (bodies.isPresent() && shorter(records, bodies.get())) {
            throw new IllegalArgumentException(
                    recordsName + " is less than the age of bodies: a body goes with its record");
        }
    }

    /** The shortest, where it is so short that an operator is asked. */
    public Optional<Duration> young() {
        return Stream.of(bodies, records).flatMap(Optional::stream).min(Duration::compareTo)
                .filter(age -> age.compareTo(YOUNG) < 0);
    }

    /** As the options of the command that does the same. */
    String asOptions() {
        return bodies.map(age -> " --bodies-older-than " + inOneUnit(age)).orElse("")
                + records.map(age -> " --records-older-than " + inOneUnit(age)).orElse("");
    }

    private static String inOneUnit(Duration age) {
        if (age.toSeconds() % 60 != 0) {
            return age.toSeconds() + "s";
        }
        if (age.toMinutes() % 60 != 0) {
            return age.toMinutes() + "min";
        }
        return age.toHours() % 24 == 0 ? age.toDays() + "d" : age.toHours() + "h";
    }

    private static boolean shorter(Optional<Duration> age, Duration least) {
        return age.filter(it -> it.compareTo(least) < 0).isPresent();
    }
}

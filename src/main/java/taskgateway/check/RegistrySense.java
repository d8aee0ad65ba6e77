package taskgateway.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import taskgateway.directory.Registry;
import taskgateway.fhir.NhsNumber;
import taskgateway.fhir.Uris;

/**
 * Looks at the resources of one provider's registry together: whether any task can be accepted, and about whom none
 * can.
 */
final class RegistrySense {

    private static final int MOST_NAMED = 5;

    private final String ods;
    private final List<Facts.Patient> patients;
    private final List<Facts.Target> targets;

    RegistrySense(String ods, Registry registry) {
        this.ods = ods;
        RegistryFacts facts = new RegistryFacts(registry);
        this.patients = all(registry, facts::patient);
        this.targets = all(registry, facts::target);
    }

    private static <T> List<T> all(Registry registry, Function<String, Optional<T>> read) {
        return registry.references().stream().map(read).flatMap(Optional::stream).toList();
    }

    /** @throws IllegalArgumentException saying why every task would be refused (specification, section 6, layer 9) */
    void check() {
        if (targets.stream().noneMatch(target -> ods.equals(target.ods()))) {
            throw refused("holds no Organization with the ODS code " + ods + " (identifier of system "
                    + Uris.ODS_CODE + ")");
        }
        if (patients.isEmpty()) {
            throw refused("holds no Patient");
        }
        Predicate<Facts.Patient> registered = patient -> patient.registeredWith().contains(ods);
        if (patients.stream().noneMatch(registered.and(Facts.Patient::verified).and(patient -> !patient.dissents()))) {
            throw refused("holds no Patient about whom a task can be accepted: of " + patients.size() + ", "
                    + count(registered)
                    + " are registered here (careProvider refers to the Organization with the ODS code " + ods + "), "
                    + count(Facts.Patient::verified) + " have a verified NHS number (status 01), "
                    + count(patient -> !patient.dissents()) + " do not dissent");
        }
    }

    private long count(Predicate<Facts.Patient> those) {
        return patients.stream().filter(those).count();
    }

    private static IllegalArgumentException refused(String words) {
        return new IllegalArgumentException(words + ": every task would be refused");
    }

    /** What is likely to be a mistake, and has tasks about some patients refused. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        warn(patient -> patient.nhsNumber() == null, "has no NHS number (identifier of system " + Uris.NHS_NUMBER + ")",
                warnings);
        warn(patient -> patient.registeredWith().isEmpty(),
                "is registered nowhere (careProvider must refer to an Organization of this"
                + " registry that has an ODS code)", warnings);
        return warnings;
    }

    private void warn(Predicate<Facts.Patient> those, String words, List<String> warnings) {
        List<String> found =
                patients.stream().filter(those).map(Facts.Patient::reference).map(NhsNumber::hiddenIn).toList();
        if (!found.isEmpty()) {
            warnings.add(found.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                    + (found.size() > MOST_NAMED ? " and " + (found.size() - MOST_NAMED) + " more" : "")
                    + ": a task about a patient who " + words + " is refused");
        }
    }
}

package taskgateway.directory;

import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The transports that this gateway has. */
public final class Transports {

    private static final List<Transport> ALL = Stream.concat(Stream.of(Transport.FHIR),
            ServiceLoader.load(Transport.class).stream().map(ServiceLoader.Provider::get)).toList();

    private Transports() {
    }

    /** Every transport, that of FHIR servers first. */
    public static List<Transport> all() {
        return ALL;
    }

    /**
     * A transport by its name.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    public static Transport of(String name) {
        return ALL.stream().filter(transport -> transport.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is none of " + names(any -> true)));
    }

    /** The names of those that have a property, for people. */
    static String names(Predicate<Transport> property) {
        return ALL.stream().filter(property).map(Transport::name).collect(Collectors.joining(", "));
    }
}

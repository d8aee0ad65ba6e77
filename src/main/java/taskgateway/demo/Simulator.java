package taskgateway.demo;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import taskgateway.check.Registries;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.directory.Registry;
import taskgateway.directory.Transport;
import taskgateway.process.Assembly;
import taskgateway.reply.OutcomeWriter;

/** Makes the beans that the routes in {@code routes/simulator/} name. */
public final class Simulator {

    /** How much the simulated systems remember. */
    private static final int CAPACITY = 10_000;

    private Simulator() {
    }

    /**
     * Adds the beans, where the simulator is on, in the place of the first FHIR provider.
     *
     * @param directory who may send to it
     * @param file      the directory's, for the message
     * @throws IllegalArgumentException when there is no FHIR provider
     */
    public static void addTo(Assembly gateway, SimulatorSettings settings, Directory directory, Path file) {
        if (settings.enabled()) {
            Provider provider = directory.providers().stream().filter(it -> it.transport() == Transport.FHIR)
                    .findFirst().orElseThrow(() -> new IllegalArgumentException("the simulator stands in for a provider"
                            + " of transport FHIR, and " + file + " has none: set simulator.enabled=false"));
            Registry records = Registries.of(settings.data(), SimulatorSettings.DATA, directory, Stream.of(provider))
                    .get(provider.ods());
            beans(provider, directory, records).forEach(gateway::bind);
        }
    }

    /**
     * The beans by name, for Camel's registry.
     *
     * @param provider  the provider whose FHIR server is simulated; its address is that server's base URL
     * @param directory who may send to it
     * @param records   its patients, organisations and practitioners
     */
    public static Map<String, Object> beans(Provider provider, Directory directory, Registry records) {
        return Map.of(
                "simulatedRequestReader", new SimulatedRequestReader(),
                "simulatedGate", new SimulatedGate(provider),
                "simulatedOrderReader", new SimulatedOrderReader(),
                "simulatedProviderRules", new SimulatedProviderRules(provider, directory, records),
                "simulatedOrders", new SimulatedOrders(provider, CAPACITY),
                "simulatedFhirAnswers", new SimulatedFhirAnswers(provider, new OutcomeWriter()),
                "simulatedLegacyTasks", new SimulatedLegacyTasks(CAPACITY),
                "simulatedAnswerWriter", new SimulatedAnswerWriter());
    }
}

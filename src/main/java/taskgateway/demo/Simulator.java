package taskgateway.demo;

import java.util.Map;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.directory.Registry;
import taskgateway.reply.OutcomeWriter;

/** Makes the beans that the routes in {@code routes/simulator/} name. */
public final class Simulator {

    /** How much the simulated systems remember. */
    private static final int CAPACITY = 10_000;

    private Simulator() {
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

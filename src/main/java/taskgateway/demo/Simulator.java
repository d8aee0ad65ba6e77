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
                "simulatorRequests", new RequestReader(),
                "simulatorGate", new Gate(provider),
                "simulatorBody", new OrderReader(),
                "simulatorRules", new ProviderRules(provider, directory, records),
                "simulatorOrders", new Orders(provider, CAPACITY),
                "simulatorFhir", new FhirAnswers(provider, new OutcomeWriter()),
                "simulatorLegacy", new LegacyTasks(CAPACITY),
                "simulatorAnswers", new AnswerWriter());
    }
}

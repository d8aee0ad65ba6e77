package taskgateway.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The queue from which the gateway takes tasks, as its settings name it. */
final class IntakeQueue {

    private static final String SETTING = "gateway.jms.in";
    private static final String VARIABLE = "GATEWAY_JMS_IN";
    private static final String USUAL = "gpconnect.tasks.in";

    private IntakeQueue() {
    }

    /**
     * The queue's name: as for the gateway, a variable of the environment wins over the file.
     *
     * @param settings    the gateway's settings; where there is no such file the gateway runs elsewhere, most likely as delivered
     * @param environment the variables
     */
    static String of(Path settings, Map<String, String> environment) {
        Properties file = new Properties();
        if (Files.isReadable(settings)) {
            try (Reader reader = Files.newBufferedReader(settings)) {
                file.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new ClientFault("Cannot read the settings " + settings + ".", e);
            }
        }
        return environment.getOrDefault(VARIABLE, file.getProperty(SETTING, USUAL)).strip();
    }
}

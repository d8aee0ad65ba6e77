package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskgateway.command.send.Contact;

/** A sender finds the gateway by the gateway's own settings. */
class ContactsTest {

    @TempDir
    private Path folder;

    @Test
    void withoutAFileTheGatewayIsAsItComes() {
        assertThat(Contacts.of(folder.resolve("none"))
                .optionsBeside(Contacts.of(Path.of("config/application.properties")))).isEmpty();
        assertThat(Contacts.of(folder.resolve("none")).broker()).isEqualTo("tcp://127.0.0.1:61616");
    }

    @Test
    void whatAnotherTerminalWouldNotKnowIsAnOption() throws IOException {
        Contact here = Contacts.of(
                file("gateway.base=http://127.0.0.1:9080\ngateway.directory=my.yaml\ngateway.jms.consumer=1"));
        assertThat(here.optionsBeside(Contacts.alone(Path.of("config/application.properties"))))
                .isEqualTo(" --base http://127.0.0.1:9080 --directory my.yaml --from 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "stomp://127.0.0.1:61613 tcp://0.0.0.0:61617?maximumConnections=9 | tcp://127.0.0.1:61617",
        "nio://10.0.0.1:1, amqp://127.0.0.1:5672                          | tcp://10.0.0.1:1",
        "auto+nio://127.0.0.1:5                                           | tcp://127.0.0.1:5",
        "auto+ssl://127.0.0.1:5                                           | ssl://127.0.0.1:5",
        "nio+ssl://broker:1                                               | ssl://broker:1",
        "amqp://127.0.0.1:5672                                            | ''"})
    void ofTheAddressesOfTheBrokerOneIsForSenders(String listen, String broker) throws IOException {
        assertThat(Contacts.of(file("gateway.broker.listen=" + listen)).broker()).isEqualTo(broker);
    }

    @Test
    void anotherBrokerIsCalledInTheNameOfItsUser() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), " letmein\n");
        Contact contact = Contacts.of(
                file("gateway.broker.url=tcp://b:1\ngateway.broker.user=u\ngateway.broker.password-file=" + secret));
        assertThat(contact.user()).isEqualTo("u");
        assertThat(contact.password().get()).isEqualTo("letmein");
        Files.delete(secret);
        assertThatThrownBy(() -> contact.password().get()).hasMessageContaining("gateway.broker.password-file");
        assertThat(Contacts.of(file("gateway.broker.user=u")).user()).as("the embedded broker asks nobody").isEmpty();
    }

    private Path file(String settings) throws IOException {
        return Files.writeString(folder.resolve("application.properties"), settings);
    }
}

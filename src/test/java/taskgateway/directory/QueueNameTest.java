package taskgateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue is named so that no broker or client takes its name for anything else. */
class QueueNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"gpconnect.tasks.in", "tasks.B82617", "TASKS/IN", "a", "Consumer.a.VirtualTopic.b-c_d"})
    void takesPlainNames(String name) {
        assertThat(QueueName.of(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"tasks.>", "tasks.*", "tasks.#", "a,b", "a?consumer.prefetchSize=0", "queue://a", "topic://a", "queue:a",
        "temp-queue:a", "a b", " a", "a\tb", "a::b", "a%20b", "a+b", ".a", "a//b", "tâsks", "{{a}}"})
    void refusesWhatIsReadAsSomethingElse(String name) {
        assertThatThrownBy(() -> QueueName.of(name)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + name + "\"").hasMessageContaining("no plain name of a queue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void refusesNoName(String name) {
        assertThatThrownBy(() -> QueueName.of(name)).hasMessage("it is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ActiveMQ.DLQ", "ActiveMQ.Advisory.Queue", "activemq.notifications", "DLQ", "ExpiryQueue"})
    void refusesQueuesOfTheBrokersOwn(String name) {
        assertThatThrownBy(() -> QueueName.of(name)).hasMessage("\"" + name + "\" is a queue of the broker's own");
    }
}

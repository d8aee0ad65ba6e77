package taskgateway.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A broker that is gone or falls silent is noticed in time, however its URL is written. */
class BrokerClientTest {

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "tcp://a:61616 tcp://a:61616?",
        "ssl://a:61617?x=1 ssl://a:61617?x=1&",
        "failover:(tcp://a:61616,tcp://b:61616) failover:(tcp://a:61616,tcp://b:61616)?nested.",
        "failover://(tcp://a:61616)?timeout=1 failover://(tcp://a:61616)?timeout=1&nested.",
        "failover:tcp://a:61616,tcp://b:61616 failover:(tcp://a:61616,tcp://b:61616)?nested.",
        "failover:tcp://a:61616?x=1 failover:(tcp://a:61616?x=1)?nested."})
    void limitsAreSetWhereTheUrlSetsNone(String url, String begins) {
        assertThat(BrokerClient.withLimits(url)).startsWith(begins)
                .contains("wireFormat.maxInactivityDuration=8000", "connectionTimeout=5000");
    }

    @ParameterizedTest
    @CsvSource({"tcp://a:61616?connectionTimeout=1&wireFormat.maxInactivityDuration=2",
        "failover:(tcp://a:61616?connectionTimeout=1&wireFormat.maxInactivityDuration=2)"})
    void limitsThatTheUrlSetsAreKept(String url) {
        assertThat(BrokerClient.withLimits(url)).isEqualTo(url);
    }

    @Test
    void aDelayBeforeTheFirstHeartbeatIsNoLimitOfSilence() {
        assertThat(BrokerClient.withLimits("tcp://a:61616?wireFormat.maxInactivityDurationInitalDelay=1"))
                .contains("wireFormat.maxInactivityDuration=8000");
    }

    @Test
    void aBrokerInTheSameProcessNeedsNone() {
        assertThat(BrokerClient.withLimits("vm://a?create=false")).isEqualTo("vm://a?create=false");
    }
}

package taskgateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.testkit.Slow;

/** Whatever dies under load: what was acknowledged is there once, and what was refused is not. The soak, short. */
@Slow
class GatewayKillTest {

    private static final long SEED = 20180201;

    @TempDir
    private Path data;

    @Test
    void aGatewayThatIsKilledAgainAndAgainLosesAndDoublesNothing() throws Exception {
        assertHolds(Soak.alone(data, SEED, 3));
    }

    @Test
    void twoGatewaysLoseAndDoubleNothingWhenOneOrTheirDatabaseOrTheirBrokerDies() throws Exception {
        assertHolds(Soak.pair(data, SEED, List.of(Fault.KILL, Fault.DATABASE_KILL, Fault.BROKER, Fault.STAY_DEAD)));
    }

    private static void assertHolds(Soak.Summary summary) {
        summary.words().forEach(System.out::println);
        assertThat(summary.broken()).as(String.join("\n", summary.words())).isEmpty();
    }
}

package taskgateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.model.dstu2.resource.Order;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import taskgateway.directory.Provider;
import taskgateway.directory.RegisteredInteraction;
import taskgateway.directory.ServiceRoot;
import taskgateway.directory.Transport;
import taskgateway.rules.Refusal;

class SimulatedOrdersTest {

    private final SimulatedOrders orders = new SimulatedOrders(new Provider("A20047", "918999198993",
            "Dr Legg's Surgery", Transport.FHIR,
            ServiceRoot.of("http://localhost:8080/A20047/DSTU2/1"), "http://127.0.0.1:8082/A20047/DSTU2/1",
            Set.of(RegisteredInteraction.values()), "", false), 2);

    @Test
    void forgetsTheOldest() {
        String first = create();
        String second = create();
        String third = create();

        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> read(first)).satisfies(
                refusal -> assertThat(refusal.outcome().status()).isEqualTo(404));
        assertThat(read(second).getId().getIdPart()).isEqualTo(second);
        assertThat(read(third).getId().getIdPart()).isEqualTo(third);
    }

    private String create() {
        return orders.create(new Order()).getId().getIdPart();
    }

    private Order read(String id) {
        return orders.read(new SimulatedRequest("GET", "/A20047/DSTU2/1/Order/" + id, "", Map.of(), new byte[0]));
    }
}

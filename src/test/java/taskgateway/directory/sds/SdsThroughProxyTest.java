package taskgateway.directory.sds;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgateway.testkit.SdsGateway.ASID;
import static taskgateway.testkit.SdsGateway.URN;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import taskgateway.testkit.FakeProvider;
import taskgateway.testkit.Responses;
import taskgateway.testkit.SdsGateway;
import taskgateway.testkit.Slow;

/**
 * A Spine Security Proxy refuses a service root that is not, letter by letter, the one that SDS names (specification,
 * section 2).
 */
@Slow
class SdsThroughProxyTest {

    @Test
    void callsTheAddressFromSdsToTheLetter() throws Exception {
        try (FakeProvider proxy = new FakeProvider();
                SdsGateway world = new SdsGateway(FakeSds.Protocol.LDAP, proxy.address())) {
            proxy.does((request, caller) -> caller.getOutputStream()
                    .write(Responses.created(request, "7").getBytes(StandardCharsets.UTF_8)));
            String ods = world.fresh();
            String address = "http://LocalHost:80/" + ods + "/DSTU2/1";
            world.sds.enter(ods, URN + "create:order-1", ASID, address);

            assertThat(world.create(ods).statusCode()).isEqualTo(201);
            assertThat(proxy.received().get(0).line()).isEqualTo("POST /" + address + "/Order HTTP/1.1");
        }
    }
}

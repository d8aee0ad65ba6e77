package taskgateway.deliver.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import taskgateway.directory.Transport;
import taskgateway.directory.Transports;

/** Each transport for hosted providers is one package, one route file, and a line of the services. */
class HostedTransportTest {

    @Test
    void theServiceLoaderFindsThem() {
        assertThat(Transports.all()).extracting(Transport::name).containsExactly("FHIR", "HOSTED_JMS", "HOSTED_HTTP");
        assertThat(HostedTransport.all()).isNotEmpty().allMatch(Transport::hosted);
    }

    @Test
    void eachHasAFileWithTheTemplateOfItsRoute() throws IOException {
        for (HostedTransport transport : HostedTransport.all().toList()) {
            assertThat(Files.readString(Path.of("routes", transport.template() + ".camel.yaml")))
                    .contains("- routeTemplate:\n    id: " + transport.template(), "uri: direct:send-{{ods}}");
        }
    }

    @Test
    void eachHasAPackageOfItsOwn() {
        assertThat(HostedTransport.all().map(Object::getClass).map(Class::getPackageName)).doesNotHaveDuplicates()
                .allMatch(name -> name.startsWith(HostedTransport.class.getPackageName() + "."));
    }
}

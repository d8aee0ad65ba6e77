package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import taskgateway.deliver.hosted.HostedTransport;

class StartupTest {

    private static final Pattern ROUTE = Pattern.compile("(?m)^- route(?:Template)?:\\n    id: (\\S+)$");

    @Test
    void theGatewayDoesNotStartWithoutAnyRouteThatTheFolderBrings() throws IOException {
        Set<String> brought = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                ROUTE.matcher(Files.readString(file)).results().forEach(route -> brought.add(route.group(1)));
            }
        }
        Set<String> needed = new TreeSet<>(Startup.NEEDED);
        HostedTransport.all().forEach(transport -> needed.addAll(transport.routes()));

        assertThat(needed).isEqualTo(brought);
    }
}

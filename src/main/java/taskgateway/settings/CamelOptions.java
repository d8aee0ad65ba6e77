package taskgateway.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.main.Main;

/**
 * The settings {@code camel.*}, as Camel lists them. Camel refuses an option that it does not know in words for
 * programmers, and passes over one of a group that it does not know.
 */
final class CamelOptions {

    private static final String LIST = "/META-INF/camel-main-configuration-metadata.json";

    /** Groups whose options the list does not hold: what they configure has its own. */
    private static final Set<String> OPEN =
            Set.of("component", "dataformat", "language", "beans", "variable", "context",
            "routetemplate", "devconsole", "globaloptions", "vault", "rest", "threadpool", "ssl");

    private final Map<String, String> options = options();

    /**
     * @throws IllegalArgumentException naming a key that is no option of Camel's, and the option that it may have meant
     */
    void refuseUnknown(Set<String> keys) {
        keys.stream().filter(key -> key.startsWith("camel.")).sorted().forEach(key -> {
            String plain = plain(key);
            if (!key.contains("[") && !OPEN.contains(plain.split("\\.", 3)[1]) && !options.containsKey(plain)) {
                throw new IllegalArgumentException(key + " is no option of Camel's; "
                        + options.get(Nearest.to(plain, options.keySet()))
                        + " is");
            }
        });
    }

    private static Map<String, String> options() {
        try (InputStream list = Main.class.getResourceAsStream(LIST)) {
            JsonNode all = new ObjectMapper().readTree(list).get("properties");
            Stream<String> names =
                    StreamSupport.stream(all.spliterator(), false).map(option -> option.get("name").textValue());
            return names.collect(Collectors.toMap(CamelOptions::plain, Function.identity(), (one, same) -> one));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Camel takes an option with hyphens, and in any letter case. */
    private static String plain(String key) {
        return key.replace("-", "").toLowerCase(Locale.ROOT);
    }
}

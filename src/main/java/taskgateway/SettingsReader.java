package taskgateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import taskgateway.tls.PemFile;
import taskgateway.tls.TlsSettings;

/** Reads values and remembers the keys, so that a misspelt one is found. */
final class SettingsReader {

    /** Keys that only routes and the directory read. */
    private static final Set<String> ELSEWHERE = Set.of("gateway.jms.in", "gateway.jms.outcomes", "gateway.jms.receipts",
            "gateway.deliver.poll-millis", "simulator.port", "simulator.base", "gateway.management.host", "gateway.management.port");

    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?i)[?&;](jms\\.)?password=|://[^/?@]*:[^/?@]*@");

    private final CamelContext context;
    private final Set<String> known = new TreeSet<>(ELSEWHERE);
    private final Set<Integer> ports = new TreeSet<>();

    SettingsReader(CamelContext context) {
        this.context = context;
    }

    String optional(String key) {
        return value(key, Function.identity());
    }

    /** A password or key: the setting itself, or in the file that {@code key-file} names. No message ever holds it. */
    String secret(String key) {
        known.add(key);
        String here = context.getPropertiesComponent().resolveProperty(key)
                .orElseThrow(() -> wrong(key, "cannot be read")).strip();
        String file = optional(key + "-file");
        if (file.isEmpty()) {
            return here;
        }
        if (!here.isEmpty()) {
            throw wrong(key, "and " + key + "-file are both set");
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException e) {
            throw wrong(key + "-file", "names a file that cannot be read");
        }
    }

    /** URLs are told to operators. */
    void refusePasswordIn(String key) {
        if (PASSWORD_IN_URL.matcher(optional(key)).find()) {
            throw wrong(key, "holds a password, which others could read: set " + key.replace(".url", ".password")
                    + " or " + key.replace(".url", ".password-file"));
        }
    }

    String text(String key) {
        String text = optional(key);
        if (text.isBlank()) {
            throw wrong(key, "is empty");
        }
        return text;
    }

    int number(String key, int least, int most) {
        int number = value(key, Integer::parseInt);
        if (number < least || number > most) {
            throw wrong(key, "must be from " + least + " to " + most);
        }
        return number;
    }

    Duration seconds(String key) {
        return Duration.ofSeconds(number(key, 0, 86_400));
    }

    boolean flag(String key) {
        String text = text(key);
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong(key, "must be true or false");
        }
        return text.equals("true");
    }

    TlsSettings tls() {
        Set<String> callers = Set.copyOf(list(optional("gateway.tls.callers").toLowerCase(Locale.ROOT)));
        try {
            return new TlsSettings(side("gateway.tls."), side("gateway.tls.out."), callers,
                    Duration.ofSeconds(number("gateway.tls.reload-seconds", 1, 86_400)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("setting " + e.getMessage(), e);
        }
    }

    private TlsSettings.Side side(String prefix) {
        return new TlsSettings.Side(pem(prefix + "certificate"), pem(prefix + "key"), pem(prefix + "ca"), pem(prefix + "crl"));
    }

    private Optional<PemFile> pem(String key) {
        return Optional.of(optional(key)).filter(path -> !path.isBlank()).map(path -> new PemFile(key, Path.of(path)));
    }

    /** Plain HTTP tells everybody on the way everything, and knows nobody: it stays on this machine. */
    void refusePlain(String host, TlsSettings tls, String base) {
        boolean allowed = flag("gateway.tls.plain-http-on-network");
        if (tls.server() && !base.startsWith("https:")) {
            throw wrong("gateway.base", "must begin with https: since the FHIR port speaks TLS (gateway.tls.certificate)");
        }
        InetAddress address = new InetSocketAddress(host, 0).getAddress();
        if (address == null) {
            throw wrong("gateway.http.host", "is not known to this machine");
        }
        if (!tls.server() && !allowed && !address.isLoopbackAddress()) {
            throw wrong("gateway.http.host", "is an address on the network, and without gateway.tls.certificate callers are"
                    + " not known and tasks not private. Set the certificate, or, where a proxy in front does all this,"
                    + " gateway.tls.plain-http-on-network=true");
        }
    }

    <T> T value(String key, Function<String, T> parse) {
        known.add(key);
        String raw = context.getPropertiesComponent().resolveProperty(key).orElseThrow(() -> wrong(key, "is missing"));
        try {
            return parse.apply(context.resolvePropertyPlaceholders(raw).strip());
        } catch (NumberFormatException e) {
            throw wrong(key, "must be a whole number");
        } catch (IllegalArgumentException e) {
            throw wrong(key, "is wrong: " + e.getMessage());
        }
    }

    void refuseUnknown() {
        PropertiesComponent properties = context.getPropertiesComponent();
        properties.loadProperties(key -> key.startsWith("gateway.") || key.startsWith("simulator.")).stringPropertyNames().stream()
                .filter(key -> !known.contains(key)).sorted().findFirst()
                .ifPresent(key -> {
                    throw wrong(key, "is not a setting");
                });
    }

    void refuseTaken(String key, String host) {
        int port = number(key, 0, 65_535);
        if (port != 0 && !ports.add(port)) {
            throw wrong(key, "is the port of another setting");
        }
        try (ServerSocket free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw wrong(key, "cannot be used: " + host + ":" + port + " " + e.getMessage());
        }
    }

    private static IllegalArgumentException wrong(String key, String fault) {
        String variable = key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        return new IllegalArgumentException("setting " + key + " (environment variable " + variable + ") " + fault);
    }

    /** The items of a list, separated by commas. */
    static List<String> list(String value) {
        return Arrays.stream(value.split(",")).map(String::strip).filter(item -> !item.isEmpty()).toList();
    }
}

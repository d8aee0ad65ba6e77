package taskgateway.settings;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads values and remembers the keys, so that a misspelt one is found. */
public final class SettingsReader {

    private static final Logger LOG = LoggerFactory.getLogger("settings");

    private static final Predicate<String> OURS = Pattern.compile("(GATEWAY|SIMULATOR)_.+").asMatchPredicate();
    private static final Predicate<String> PREFIXED = Pattern.compile("(gateway|simulator)[.].+").asMatchPredicate();

    /** What Kubernetes puts into a container's environment for a Service whose name begins with gateway. */
    private static final Predicate<String> OF_KUBERNETES =
            Pattern.compile("[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
            + "|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)").asMatchPredicate();
    private static final Predicate<String> ADDRESS_OF_KUBERNETES =
            Pattern.compile("(tcp|udp|sctp)://.*").asMatchPredicate();

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?i)[?&;](jms\\.)?password=|://[^/?@]*:[^/?@]*@");

    private final CamelContext context;
    private final Map<String, String> environment;
    private final Set<String> known = new TreeSet<>();
    private final Set<Integer> ports = new TreeSet<>();

    /** @param environment the process's environment variables, each with its value */
    public SettingsReader(CamelContext context, Map<String, String> environment) {
        this.context = context;
        this.environment = environment;
    }

    public String optional(String key) {
        return value(key, Function.identity());
    }

    /** A password or key: the setting itself, or in the file that {@code key-file} names. No message ever holds it. */
    public String secret(String key) {
        known.add(key);
        String here = context.getPropertiesComponent().resolveProperty(key).orElseThrow(() -> unresolved(key)).strip();
        String file = optional(key + "-file");
        if (file.isEmpty()) {
            return here;
        }
        if (!here.isEmpty()) {
            throw wrong(key, "and " + key + "-file are both set");
        }
        String read;
        try {
            read = Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException e) {
            throw wrong(key + "-file", "names a file that cannot be read");
        }
        if (read.isEmpty()) {
            throw wrong(key + "-file", "names a file that is empty");
        }
        return read;
    }

    /** URLs are told to operators. */
    public void refusePasswordIn(String key) {
        if (PASSWORD_IN_URL.matcher(optional(key)).find()) {
            throw wrong(key, "holds a password, which others could read: set " + key.replace(".url", ".password")
                    + " or " + key.replace(".url", ".password-file"));
        }
    }

    public String text(String key) {
        String text = optional(key);
        if (text.isBlank()) {
            throw wrong(key, "is empty");
        }
        return text;
    }

    public Path path(String key) {
        return Path.of(text(key));
    }

    public int number(String key, int least, int most) {
        int number = value(key, raw -> whole(key, raw, least, most));
        if (number < least || number > most) {
            throw wrong(key, "must be from " + least + " to " + most);
        }
        return number;
    }

    private int whole(String key, String raw, int least, int most) {
        try {
            return Integer.parseInt(raw);
        } catch (NumberFormatException e) {
            if (ADDRESS_OF_KUBERNETES.test(raw)) {
                throw wrong(key,
                        "holds what Kubernetes sets for a Service of that name: set it yourself, or keep such variables"
                        + " away by enableServiceLinks: false");
            }
            throw wrong(key, "must be a whole number from " + least + " to " + most);
        }
    }

    public Duration seconds(String key, int least) {
        return Duration.ofSeconds(number(key, least, 86_400));
    }

    /** An age at which something is removed; empty: never. Below a week nobody has had the time to look at it. */
    public Optional<Duration> days(String key) {
        return optional(key).isEmpty() ? Optional.empty() : Optional.of(Duration.ofDays(number(key, 7, 36_500)));
    }

    public boolean flag(String key) {
        String text = text(key);
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong(key, "must be true or false");
        }
        return text.equals("true");
    }

    public <T> T value(String key, Function<String, T> parse) {
        known.add(key);
        String raw = context.getPropertiesComponent().resolveProperty(key).orElseThrow(() -> unresolved(key));
        String text = resolved(key, raw);
        try {
            return parse.apply(text);
        } catch (SettingFault e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw wrong(key, "is wrong: " + e.getMessage());
        }
    }

    private String resolved(String key, String raw) {
        try {
            return context.resolvePropertyPlaceholders(raw).strip();
        } catch (IllegalArgumentException e) {
            throw unresolved(key);
        }
    }

    /** Camel says of both that there is no such setting. */
    private IllegalArgumentException unresolved(String key) {
        String raw = context.getPropertiesComponent().loadProperties(key::equals).getProperty(key);
        if (raw == null) {
            return wrong(key, "is missing");
        }
        Matcher named = PLACEHOLDER.matcher(raw);
        return wrong(key, "names " + (named.find() ? named.group() : "a placeholder") + ", which is no setting");
    }

    /** @param uri the setting, or one of those that it lists */
    public void refuseRelative(String key, String uri) {
        try {
            if (new URI(uri).isAbsolute()) {
                return;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw wrong(key, "must be an absolute URI: \"" + uri + "\" is none");
    }

    public void refuseNoFolder(String key, Path path) {
        if (!Files.isDirectory(path)) {
            throw wrong(key, "names no folder: " + path + " (paths are relative to the folder in which the gateway"
                    + " starts)");
        }
    }

    /** What is no setting would be taken in silence, and what was meant by it would not be done. */
    public void refuseUnknown() {
        keys().filter(PREFIXED).filter(key -> !known.contains(key)).sorted().findFirst().ifPresent(key -> {
            throw new SettingFault("setting " + key + from(key) + " is not a setting; " + Nearest.to(key, known)
                    + " is");
        });
        System.getProperties().stringPropertyNames().stream().filter(PREFIXED).filter(key -> !known.contains(key))
                .sorted().findFirst().ifPresent(key -> {
                    throw new SettingFault("-D" + key + " is not a setting; " + Nearest.to(key, known) + " is");
                });
        refuseUnknownVariables(known.stream().map(SettingsReader::variable).collect(Collectors.toSet()));
    }

    private void refuseUnknownVariables(Set<String> variables) {
        environment.keySet().stream().filter(name -> !variables.contains(name) && variables.contains(variable(name)))
                .sorted().findFirst().ifPresent(name -> {
                    throw new SettingFault("environment variable " + name + " is not a setting; " + variable(name)
                            + " is");
                });
        Map<Boolean, List<String>> strange = environment.keySet().stream().filter(OURS)
                .filter(name -> !variables.contains(name)).sorted()
                .collect(Collectors.partitioningBy(this::isOfKubernetes));
        strange.get(false).stream().findFirst().ifPresent(name -> {
            throw new SettingFault("environment variable " + name + " is not a setting; " + Nearest.to(name, variables)
                    + " is");
        });
        if (!strange.get(true).isEmpty()) {
            LOG.info("Not read, since Kubernetes sets it for a Service whose name begins so: {} (enableServiceLinks:"
                    + " false keeps it away)", String.join(", ", strange.get(true)));
        }
    }

    private boolean isOfKubernetes(String name) {
        return OF_KUBERNETES.test(name) || name.endsWith("_PORT") && ADDRESS_OF_KUBERNETES.test(environment.get(name));
    }

    private Stream<String> keys() {
        return context.getPropertiesComponent().loadProperties(key -> true).stringPropertyNames().stream();
    }

    /** A host that is none would be told as a port that cannot be used. */
    public void refuseStrange(String key) {
        bind(key, text(key), 0);
    }

    public void refuseTaken(String key, String host) {
        int port = number(key, 0, 65_535);
        if (port != 0 && !ports.add(port)) {
            throw wrong(key, "is the port of another setting");
        }
        bind(key, host, port);
    }

    private void bind(String key, String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw wrong(key, "is not known to this machine: " + host);
        }
        try (ServerSocket free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(address);
        } catch (IOException e) {
            throw wrong(key, "cannot be used: " + host + (port == 0 ? "" : ":" + port) + " " + e.getMessage());
        }
    }

    /** What is wrong with a setting, and where it is set: its environment variable wins over the file. */
    public IllegalArgumentException wrong(String key, String fault) {
        return new SettingFault("setting " + key + (environment.containsKey(variable(key)) ? "" : from(key))
                + " (environment variable " + variable(key) + ") " + fault);
    }

    private String from(String key) {
        return context.getPropertiesComponent().getPropertiesSources().stream()
                .filter(source -> source instanceof SettingsFile && source.getProperty(key) != null)
                .findFirst().map(file -> " of " + file.getName()).orElse("");
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** What is wrong with a setting, in words for the operator. */
    private static final class SettingFault extends IllegalArgumentException {

        SettingFault(String words) {
            super(words);
        }
    }

    /** The items of a list, separated by commas. */
    public static List<String> list(String value) {
        return Arrays.stream(value.split(",")).map(String::strip).filter(item -> !item.isEmpty()).toList();
    }
}

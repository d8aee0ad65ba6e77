package taskgateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import taskgateway.directory.Provider;
import taskgateway.directory.ServiceRoot;
import taskgateway.settings.SettingsReader;

/**
 * Looks at each setting together with the others, and with the files that it names. A value that each reader takes, and with
 * which something does not work, stops the start: an operator would else learn of it from a task.
 */
final class SettingsSense {

    private static final Predicate<String> NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,64}").asMatchPredicate();
    private static final Predicate<String> WRITES_AT_ONCE = Pattern.compile("(?i).*;WRITE_DELAY=0(;.*)?").asMatchPredicate();
    private static final Predicate<String> POSTGRES =
            Pattern.compile("jdbc:postgresql:(//HOST(,HOST)*(/.*|\\?.*)?|[^/].*)".replace("HOST", "([^/:,?\\s]+|\\[[^]]+])(:[0-9]{1,5})?"))
                    .asMatchPredicate();
    private static final Predicate<String> EVERY_ADDRESS = Pattern.compile("0\\.0\\.0\\.0|\\[[0:]+]").asMatchPredicate();

    private final Settings settings;
    private final SettingsReader read;

    SettingsSense(Settings settings, SettingsReader read) {
        this.settings = settings;
        this.read = read;
    }

    /** @throws IllegalArgumentException naming the setting, its environment variable, and how to mend it */
    void check() {
        times();
        shares();
        bodies();
        names();
        new BrokerSense(settings, read).check();
        queues();
        sds();
        simulator();
        database();
        files();
    }

    private void times() {
        if (settings.httpLimits().idle().compareTo(settings.httpLimits().receive()) <= 0) {
            throw read.wrong("gateway.http.idle-seconds", "must be more than gateway.http.receive-seconds: a request that stalls would be"
                    + " cut off without an answer");
        }
        answers();
        if (settings.deliverConnect().compareTo(settings.deliverDeadline()) > 0) {
            throw read.wrong("gateway.deliver.connect-seconds", "must not be more than gateway.deliver.seconds, which is for the whole"
                    + " exchange");
        }
        if (settings.outbox().first().compareTo(settings.outbox().longest()) > 0) {
            throw read.wrong("gateway.deliver.retry-seconds", "must not be more than gateway.deliver.retry-longest-seconds");
        }
    }

    /** While a request is worked on its connection is silent; the sender would not learn what became of the task. */
    private void answers() {
        Duration lookUp = settings.sds().url().isEmpty() ? Duration.ZERO : settings.sds().limit();
        Duration delivery = lookUp.plus(settings.deliverDeadline());
        if (settings.httpLimits().idle().compareTo(delivery) <= 0 || settings.httpLimits().idle().compareTo(settings.repeatWait()) <= 0) {
            throw read.wrong("gateway.http.idle-seconds", "must be more than gateway.deliver.seconds"
                    + (lookUp.isZero() ? "" : " and gateway.sds.seconds together") + ", and more than gateway.repeat.wait-seconds: a"
                    + " sender would be cut off while it waits for its answer");
        }
    }

    /** Who does not answer must not hold every worker. */
    private void shares() {
        if (settings.deliverConnections() > settings.httpWorkers()) {
            throw read.wrong("gateway.deliver.connections", "must not be more than gateway.http.workers, and should be less: a provider that"
                    + " does not answer would hold them all");
        }
        if (!settings.sds().url().isEmpty() && settings.sds().waiting() >= settings.httpWorkers()) {
            throw read.wrong("gateway.sds.waiting", "must be less than gateway.http.workers: a directory that does not answer would hold"
                    + " them all");
        }
    }

    /** A single body must find room. */
    private void bodies() {
        String key = "gateway.http.bodies-limit";
        long body = settings.httpLimits().body();
        int part = SettingsReader.BODIES_OF_HEAP;
        if (settings.httpLimits().bodies() < body && read.optional(key).isEmpty()) {
            throw read.wrong(key, "is empty, and part 1/" + part + " of the memory that Java may take is less than one body"
                    + " (gateway.http.body-limit): start Java with -Xmx" + (part * body + (1 << 20) - 1 >> 20) + "m or more");
        }
        if (settings.httpLimits().bodies() < body) {
            throw read.wrong(key, "must not be less than gateway.http.body-limit, which is " + body);
        }
    }

    private void names() {
        if (!NAME.test(settings.name())) {
            throw read.wrong("gateway.name", "must be of letters, digits, \".\", \"_\" and \"-\", at most 64");
        }
        if (!Provider.isAsid(settings.jmsConsumer())) {
            throw read.wrong("gateway.jms.consumer", "must be an ASID, twelve digits");
        }
        base(settings.names().bases().get(0));
        absolute("gateway.identifier.system", settings.identifierSystem());
        settings.tokenAudiences().forEach(audience -> absolute("gateway.token.audiences", audience));
    }

    private void base(ServiceRoot base) {
        if (EVERY_ADDRESS.test(base.host())) {
            throw read.wrong("gateway.base", "must name the gateway as callers do: no caller can reach " + base.host());
        }
        if (base.scheme().equals("https") && !settings.tls().server() && !settings.behindProxy()) {
            throw read.wrong("gateway.base", "begins with https, and the FHIR port speaks no TLS (gateway.tls.certificate is empty)."
                    + " Where a proxy in front ends TLS, say gateway.behind-proxy=true");
        }
        if (base.port() != settings.httpPort() && settings.httpPort() != 0 && !settings.behindProxy()) {
            throw read.wrong("gateway.base", "names port " + base.port() + ", and the FHIR port is " + settings.httpPort()
                    + " (gateway.http.port): answers would lead nowhere. Where a proxy in front listens there, say"
                    + " gateway.behind-proxy=true");
        }
    }

    private void absolute(String key, String uri) {
        try {
            if (new URI(uri).isAbsolute()) {
                return;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw read.wrong(key, "must be an absolute URI: \"" + uri + "\" is none");
    }

    private void queues() {
        Map<String, String> seen = new HashMap<>();
        for (String key : Settings.QUEUES) {
            String other = seen.putIfAbsent(read.text(key), key);
            if (other != null) {
                throw read.wrong(key, "is the queue of " + other + " too: each must be a queue of its own");
            }
        }
    }

    private void sds() {
        if (settings.sds().url().isEmpty()) {
            Stream.of("gateway.sds.trust", "gateway.sds.certificate", "gateway.sds.key", "gateway.sds.api-key", "gateway.sds.api-key-file")
                    .filter(key -> !read.optional(key).isEmpty()).findFirst().ifPresent(key -> {
                        throw read.wrong(key, "is set, and gateway.sds.url is empty: no directory is asked");
                    });
        }
        try {
            if (!new LdapName(settings.sds().baseDn()).isEmpty()) {
                return;
            }
        } catch (InvalidNameException e) {
            // told below
        }
        throw read.wrong("gateway.sds.base-dn", "must be a distinguished name, such as ou=services,o=nhs");
    }

    /** Its addresses in the directory are those of this base. */
    private void simulator() {
        int port = read.number("simulator.port", 0, 65_535);
        ServiceRoot base = read.value("simulator.base", ServiceRoot::of);
        if (settings.simulator() && port != 0 && base.port() != port) {
            throw read.wrong("simulator.base", "names port " + base.port() + ", and the simulator listens on " + port
                    + " (simulator.port)");
        }
    }

    private void database() {
        String url = settings.databaseUrl();
        if (url.startsWith("jdbc:h2:file:")) {
            if (!WRITES_AT_ONCE.test(url)) {
                throw read.wrong("gateway.database.url", "must say ;WRITE_DELAY=0: without it a task that was acknowledged is lost when the"
                        + " gateway is killed");
            }
        } else if (!POSTGRES.test(url)) {
            throw read.wrong("gateway.database.url", "must be jdbc:h2:file:… or jdbc:postgresql://host[:port]/database");
        }
    }

    private void files() {
        if (!Files.isRegularFile(settings.directory())) {
            throw read.wrong("gateway.directory", "names no file: " + settings.directory());
        }
        folder("gateway.registry", settings.registry());
        folder("gateway.profiles", settings.profiles());
        if (settings.simulator()) {
            folder("simulator.data", settings.simulatorData());
        }
        if (settings.brokerUrl().isEmpty() && Files.exists(settings.brokerData()) && !Files.isDirectory(settings.brokerData())) {
            throw read.wrong("gateway.broker.data", "names a file, and the broker needs a folder: " + settings.brokerData());
        }
        if (Files.isDirectory(settings.patientKeyFile())) {
            throw read.wrong("gateway.patient-key-file", "names a folder: " + settings.patientKeyFile());
        }
    }

    private void folder(String key, Path path) {
        if (!Files.isDirectory(path)) {
            throw read.wrong(key, "names no folder: " + path + " (paths are relative to the folder in which the gateway starts)");
        }
    }
}

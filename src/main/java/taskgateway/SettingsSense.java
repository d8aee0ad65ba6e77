package taskgateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import taskgateway.deliver.fhir.DeliverySettings;
import taskgateway.directory.ServiceRoot;
import taskgateway.directory.sds.SdsSettings;
import taskgateway.receive.http.HttpLimits;
import taskgateway.receive.http.HttpSettings;
import taskgateway.repeat.RepeatSettings;
import taskgateway.request.GatewayNames;
import taskgateway.settings.SettingsReader;

/**
 * Looks at settings of several packages together. A value that each reader takes, and with which something does not
 * work, stops the start: an operator would else learn of it from a task.
 */
final class SettingsSense {

    private final Settings settings;
    private final SettingsReader read;

    SettingsSense(Settings settings, SettingsReader read) {
        this.settings = settings;
        this.read = read;
    }

    /** @throws IllegalArgumentException naming the setting, its environment variable, and how to mend it */
    void check() {
        answers();
        shares();
        base(settings.names().own());
        settings.delivery().proxy().refuse(settings.own());
    }

    /** Plain HTTP tells everybody on the way everything, and knows nobody: it stays on this machine. */
    void refusePlain() {
        if (settings.tls().server() && !settings.names().own().scheme().equals("https")) {
            throw read.wrong(GatewayNames.BASE, "must begin with https: since the FHIR port speaks TLS"
                    + " (gateway.tls.certificate)");
        }
        InetAddress address = new InetSocketAddress(settings.http().host(), 0).getAddress();
        if (address == null) {
            throw read.wrong(HttpSettings.HOST, "is not known to this machine");
        }
        if (!settings.tls().server() && !settings.http().plainOnNetwork() && !address.isLoopbackAddress()) {
            throw read.wrong(HttpSettings.HOST, "is an address on the network, and without gateway.tls.certificate"
                    + " callers are not known and tasks not private. Set the certificate, or, where a proxy in front"
                    + " does all this, " + HttpSettings.PLAIN_ON_NETWORK + "=true");
        }
    }

    /** While a request is worked on its connection is silent; the sender would not learn what became of the task. */
    private void answers() {
        Duration lookUp = settings.sds().asked() ? settings.sds().limit() : Duration.ZERO;
        Duration delivery = lookUp.plus(settings.delivery().deadline());
        Duration idle = settings.http().limits().idle();
        if (idle.compareTo(delivery) <= 0 || idle.compareTo(settings.repeat().patience()) <= 0) {
            throw read.wrong(HttpLimits.IDLE, "must be more than " + DeliverySettings.DEADLINE
                    + (lookUp.isZero() ? "" : " and " + SdsSettings.LIMIT + " together")
                    + ", and more than " + RepeatSettings.PATIENCE + ": a sender would be cut off while"
                    + " it waits for its answer");
        }
    }

    /** Who does not answer must not hold every worker. */
    private void shares() {
        if (settings.delivery().connections() > settings.http().workers()) {
            throw read.wrong(DeliverySettings.CONNECTIONS, "must not be more than " + HttpSettings.WORKERS + ", and"
                    + " should be less: a provider that does not answer would hold them all");
        }
        if (settings.sds().asked() && settings.sds().waiting() >= settings.http().workers()) {
            throw read.wrong(SdsSettings.WAITING, "must be less than " + HttpSettings.WORKERS + ": a directory that"
                    + " does not answer would hold them all");
        }
    }

    private void base(ServiceRoot base) {
        if (base.scheme().equals("https") && !settings.tls().server() && !settings.http().behindProxy()) {
            throw read.wrong(GatewayNames.BASE,
                    "begins with https, and the FHIR port speaks no TLS (gateway.tls.certificate"
                    + " is empty). Where a proxy in front ends TLS, say " + HttpSettings.BEHIND_PROXY + "=true");
        }
        int port = settings.http().port();
        if (base.port() != port && port != 0 && !settings.http().behindProxy()) {
            throw read.wrong(GatewayNames.BASE, "names port " + base.port() + ", and the FHIR port is " + port
                    + " (" + HttpSettings.PORT + "): answers would lead nowhere. Where a proxy in front listens there,"
                    + " say " + HttpSettings.BEHIND_PROXY + "=true");
        }
    }
}

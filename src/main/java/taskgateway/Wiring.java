package taskgateway;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import taskgateway.audit.PatientHash;
import taskgateway.audit.Recording;
import taskgateway.broker.Broker;
import taskgateway.check.CheckBeans;
import taskgateway.desk.DailyRetention;
import taskgateway.deliver.fhir.FhirBeans;
import taskgateway.deliver.fhir.ProviderSockets;
import taskgateway.deliver.hosted.HostedBeans;
import taskgateway.demo.Simulator;
import taskgateway.directory.Consumer;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.directory.sds.SdsProviders;
import taskgateway.fhir.Uris;
import taskgateway.process.Assembly;
import taskgateway.process.Ending;
import taskgateway.profile.Profiles;
import taskgateway.receive.http.HttpBeans;
import taskgateway.receive.jms.JmsBeans;
import taskgateway.repeat.RepeatBeans;
import taskgateway.reply.Refusals;
import taskgateway.reply.ReplyBeans;
import taskgateway.retry.RetryBeans;
import taskgateway.store.PatientKey;
import taskgateway.store.Store;
import taskgateway.store.sql.Database;
import taskgateway.tls.Tls;

/** Puts together the beans of each package. The names under which they are bound are the names in {@code routes/}. */
final class Wiring implements CamelConfiguration {

    private final Ending ending;

    /** @param ending of this process */
    Wiring(Ending ending) {
        this.ending = ending;
    }

    @Override
    public void configure(CamelContext context) throws Exception {
        Settings settings = Settings.of(context);
        Directory directory = DirectoryFile.read(context, settings);
        Assembly gateway = new Assembly(context);
        gateway.bind("settings", settings);
        gateway.bind("directory", directory);
        PrivateFiles.keep(settings.store(), settings.broker().folders());
        PatientHash patients = PatientHash.withKeyOf(settings.store().patientKeyFile());
        Store store = store(gateway, settings, directory, patients.fingerprint());
        Refusals refusals = new Refusals();
        Recording recording = new Recording(store.journal(), patients);
        gateway.bind("recording", recording);
        Tls tls = Tls.addTo(gateway, settings.tls(), ownHost(settings));
        Profiles profiles = checks(gateway, settings, directory, tls);
        ReplyBeans.addTo(gateway, refusals, profiles, Version.current());
        deliveries(gateway, settings, directory, profiles, tls, store);
        Broker broker = Broker.addTo(gateway, settings.broker(), settings.jms().in().name(), tls.client());
        JmsBeans.addTo(gateway, settings.jms(), directory, consumer(settings, directory), broker.intake(), refusals,
                recording);
        HostedBeans.addTo(gateway, directory, store);
        Simulator.addTo(gateway, settings.simulator(), directory, settings.directory().file());
        HttpBeans.addTo(gateway, settings.http(), tls.server(asid -> directory.consumer(asid).map(Consumer::fqdn)),
                refusals, recording);
        tls.watch();
    }

    private Store store(Assembly gateway, Settings settings, Directory directory, String patientKey) throws Exception {
        DataSource database = Database.open(gateway, settings.store().database());
        // The files that are new.
        PrivateFiles.keep(settings.store(), settings.broker().folders());
        PatientKey.refuseAnother(database, patientKey);
        List<String> hosted = directory.hosted().stream().map(Provider::ods).toList();
        Store store = Store.begin(gateway, database, settings.store(), hosted, ending);
        RepeatBeans.addTo(gateway, settings.repeat(), store, settings.checks().identifierSystem());
        RetryBeans.addTo(gateway, store.deadLetters(), settings.jms().tries());
        gateway.bind("dailyRetention",
                new DailyRetention(database, settings.store().name(), settings.retention(), gateway::goesOn));
        return store;
    }

    /** Whose certificate callers look for; a proxy in front has its own. */
    private static Optional<String> ownHost(Settings settings) {
        return settings.http().behindProxy() ? Optional.empty() : Optional.of(settings.names().own().host());
    }

    private static Profiles checks(Assembly gateway, Settings settings, Directory directory, Tls tls) throws Exception {
        CheckBeans.addHead(gateway, (int) settings.http().limits().body(), settings.names(), directory,
                SdsProviders.addTo(gateway, settings.sds(), settings.own(), tls), settings.checks().rate());
        Profiles profiles = Profiles.load(settings.checks().profiles()).holding(Uris.ORDER_PROFILE);
        CheckBeans.addTask(gateway, settings.token(), profiles, settings.directory(), directory);
        return profiles;
    }

    private static void deliveries(Assembly gateway, Settings settings, Directory directory, Profiles profiles, Tls tls,
            Store store) throws Exception {
        gateway.bind("receiptsQueue", settings.jms().receipts());
        gateway.bind("deliverySettings", settings.delivery());
        FhirBeans.addTo(gateway, settings.delivery(), settings.http().limits().body(), settings.jms().consumers(),
                ProviderSockets.of(directory.providers(), tls), profiles, store);
    }

    private static Consumer consumer(Settings settings, Directory directory) {
        return directory.consumer(settings.jms().consumer()).orElseThrow(() -> new IllegalArgumentException(
                "setting gateway.jms.consumer names an ASID that is no consumer of " + settings.directory().file()));
    }
}

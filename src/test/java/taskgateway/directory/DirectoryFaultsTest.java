package taskgateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every key of the directory, each with the values with which it would be accepted and not work. Whatever is wrong is
 * told with its entry, its key and its line.
 */
class DirectoryFaultsTest {

    private static final String GOOD = """
            consumers:
              - asid: "200000000359"
                ods: GPC001
                name: GP Super Clinic
                system: https://consumer.example/fhir
                fqdn: consumer.example
                sendsTo: [A20047, B82617]
                interactions: [create:order]
                requests: 5
                requester:
                  userId: "999000000017"
                  prefix: Dr
                  given: Claire
                  family: Jones
                  role: {code: R0260, display: General Medical Practitioner}
                  device: {id: gpsc-ws-014, model: Desktop, version: "5.2"}
            providers:
              - ods: A20047
                asid: "918999198993"
                name: Dr Legg's Surgery
                transport: FHIR
                serviceRoot: https://legg.example/A20047/DSTU2/1
                address: https://legg.example/A20047/DSTU2/1
              - ods: B82617
                asid: "918999198994"
                name: GP Clinic Down The Road
                transport: HOSTED_JMS
                serviceRoot: https://gateway.example/B82617/DSTU2/1
                address: tasks.B82617
                interactions: [create:order]
            """;

    private static final Surroundings GATEWAY = new Surroundings(
            Map.of("gpconnect.tasks.in", "gateway.jms.in", "gpconnect.tasks.outcomes", "gateway.jms.outcomes",
                    "gpconnect.tasks.receipts", "gateway.jms.receipts"),
            new OwnAddresses(
                    List.of(ServiceRoot.of("https://gateway.example"), ServiceRoot.of("http://localhost:8080")),
                    List.of(new OwnAddresses.Port("0.0.0.0", 8443), new OwnAddresses.Port("127.0.0.1", 9090))), false);

    private static final String CONSUMER = "consumer 200000000359";
    private static final String FHIR = "provider A20047";
    private static final String HOSTED = "provider B82617";

    /**
     * A mistake.
     *
     * @param key  as the records nest it
     * @param from what is written in the good file
     * @param to   what is written in its place
     * @param told the whole message
     */
    private record Row(String key, String from, String to, String told) {

        @Override
        public String toString() {
            return key + ": " + to.strip().replace("\n", " ");
        }
    }

    private static Row row(String key, String from, String to, String told) {
        return new Row(key, from, to, told);
    }

    static Stream<Row> rows() {
        return Stream.of(file(), consumers(), requesters(), identities(), serviceRoots(), urls(), queues())
                .flatMap(List::stream);
    }

    private static List<Row> file() {
        return List.of(
                row("consumers", "consumers:", "consumer:", "the file lacks consumers (line 1)"),
                row("consumers", "providers:\n", "consumers:\n", "the file: consumers stands twice (line 17)"),
                row("consumers", "consumers:\n", "consumers:\n  -\n", "consumer without asid lacks a value (line 2)"),
                row("providers", "\nproviders:", "\nproviders: 5\nrest:",
                        "the file: providers 5 must be a list (line 17)"),
                row("providers", GOOD.substring(GOOD.indexOf("providers:")), "", "the file lacks providers (line 1)"),
                row("providers", GOOD, "", "it is empty"),
                row("providers", GOOD, "# nothing", "it is empty"),
                row("providers", GOOD, GOOD + "---\nproviders: []\n",
                        "a second document begins, which is not read (line 32)"),
                row("providers", "    ods: GPC001", "\tods: GPC001",
                        "found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)"
                        + " (line 3)"));
    }

    private static List<Row> consumers() {
        return List.of(
                row("consumers.asid", "asid: \"200000000359\"", "asid: \"20000000035X\"",
                        "consumer 20000000035X: asid 20000000035X is not twelve digits (line 2)"),
                row("consumers.ods", "ods: GPC001", "ods: gpc001",
                        CONSUMER + ": ods gpc001 is no ODS code of 1 to 12 capital letters and digits (line 3)"),
                row("consumers.name", "name: GP Super Clinic", "name: \"\"", CONSUMER + ": name is empty (line 4)"),
                row("consumers.system", "https://consumer.example/fhir", "consumer",
                        CONSUMER + ": system consumer is no absolute URI (line 5)"),
                row("consumers.sendsTo", "[A20047, B82617]", "[A20047, B82671]",
                        CONSUMER
                                + ": sendsTo B82671 is no provider of this file, and gateway.sds.url is empty (line"
                                + " 7)"),
                row("consumers.sendsTo", "[A20047, B82617]", "A20047",
                        CONSUMER + ": sendsTo A20047 must be a list (line 7)"),
                row("consumers.sendsTo", "[A20047, B82617]", "[A20047, ~]", CONSUMER + " lacks sendsTo (line 7)"),
                row("consumers.interactions", "[create:order]\n    requests", "[create]\n    requests", CONSUMER
                        + ": interactions create is none of create:order, read:order, read:metadata (line 8)"),
                row("consumers.interactions", "[create:order]\n    requests",
                        "[create:order, create:order]\n    requests",
                        CONSUMER + ": interactions names an interaction twice (line 8)"),
                row("consumers.fqdn", "fqdn: consumer.example", "fqdn: https://consumer.example",
                        CONSUMER + ": fqdn https://consumer.example is no host name (line 6)"),
                row("consumers.requests", "requests: 5", "requests: 0", CONSUMER
                        + ": requests 0 is not from 1 to 10000000: left out, it is gateway.rate.requests (line 9)"),
                row("consumers.requests", "requests: 5", "requests: 99999999999", CONSUMER
                        + ": requests 99999999999 is no whole number (line 9)"),
                row("consumers.requests", "requests: 5", "requests: -1",
                        CONSUMER
                                + ": requests -1 is not from 1 to 10000000: left out, it is gateway.rate.requests (line"
                                + " 9)"),
                row("consumers.requests", "requests: 5", "requests: 5.5",
                        CONSUMER + ": requests 5.5 is no whole number (line 9)"),
                row("consumers.requests", "requests: 5", "request: 5",
                        CONSUMER + ": request is no key here; the nearest is requests (line 9)"));
    }

    private static List<Row> requesters() {
        return List.of(
                row("consumers.requester", "    requester:\n", "    requester: Jones\n    unused:\n",
                        CONSUMER + ": requester Jones must have keys under it (line 10)"),
                row("consumers.requester.userId", "userId: \"999000000017\"", "userId: 0777",
                        CONSUMER
                                + ": requester.userId 0777 is read as a number, and perhaps as another: put it in"
                                + " quotes (line 11)"),
                row("consumers.requester.prefix", "prefix: Dr", "prefix: \" Dr\"",
                        CONSUMER + ": requester.prefix begins or ends with a blank (line 12)"),
                row("consumers.requester.given", "      given: Claire\n", "",
                        CONSUMER + " lacks requester.given (line 10)"),
                row("consumers.requester.family", "family: Jones", "family:",
                        CONSUMER + " lacks requester.family (line 14)"),
                row("consumers.requester.role",
                        "      role: {code: R0260, display: General Medical Practitioner}\n", "",
                        CONSUMER + " lacks requester.role (line 10)"),
                row("consumers.requester.role.code", "code: R0260, ", "",
                        CONSUMER + " lacks requester.role.code (line 15)"),
                row("consumers.requester.role.display", "display: General Medical Practitioner", "display: [a]",
                        CONSUMER + ": requester.role.display must be one text (line 15)"),
                row("consumers.requester.device", "device: {", "devices: {",
                        CONSUMER + " lacks requester.device (line 10)"),
                row("consumers.requester.device.id", "id: gpsc-ws-014", "id: \"a\\nb\"",
                        CONSUMER + ": requester.device.id holds a line break or another control character (line 16)"),
                row("consumers.requester.device.model", "model: Desktop", "model: no",
                        CONSUMER + ": requester.device.model no is no text to YAML: put it in quotes (line 16)"),
                row("consumers.requester.device.version", "version: \"5.2\"", "version: 0x5",
                        CONSUMER
                                + ": requester.device.version 0x5 is read as a number, and perhaps as another: put it"
                                + " in quotes (line 16)"));
    }

    private static List<Row> identities() {
        return List.of(
                row("providers.ods", "ods: B82617", "ods: A20047",
                        "provider A20047: ods A20047 stands in line 18 too (line 24)"),
                row("providers.ods", "ods: B82617", "ods: ../B82617",
                        "provider ../B82617: ods ../B82617 is no ODS code of 1 to 12 capital letters and digits (line"
                        + " 24)"),
                row("providers.ods", "ods: B82617\n    asid", "asid", "provider without ods lacks ods (line 24)"),
                row("providers.asid", "    asid: \"918999198994\"\n", "", HOSTED + " lacks asid (line 24)"),
                row("providers.asid", "\"918999198994\"", "012345",
                        HOSTED + ": asid 012345 is read as a number, and perhaps as another: put it in quotes (line"
                        + " 25)"),
                row("providers.asid", "\"918999198994\"", "\"91899919899\"",
                        HOSTED + ": asid 91899919899 is not twelve digits (line 25)"),
                row("providers.asid", "\"918999198994\"", "\"918999198993\"",
                        HOSTED + ": asid 918999198993 stands in line 19 too (line 25)"),
                row("providers.asid", "\"918999198994\"", "\"918999198994\"\n    asid: x",
                        HOSTED + ": asid stands twice (line 26)"),
                row("providers.name", "name: GP Clinic Down The Road", "name: *road",
                        HOSTED + ": name is an alias, which is not read here: write the value itself (line 26)"),
                row("providers.transport", "HOSTED_JMS", "JMS",
                        HOSTED + ": transport JMS is none of FHIR, HOSTED_JMS, HOSTED_HTTP (line 27)"),
                row("providers.interactions", "tasks.B82617\n    interactions: [create:order]",
                        "tasks.B82617\n    interactions: create:order",
                        HOSTED + ": interactions must be a list (line 30)"),
                row("providers.retired", "transport: FHIR", "retired: true\n    transport: FHIR",
                        FHIR + ": retired is for hosted providers; one of transport FHIR is taken out (line 21)"),
                row("providers.retired", "transport: HOSTED_JMS", "retired: 1\n    transport: HOSTED_JMS",
                        HOSTED + ": retired 1 is neither true nor false (line 27)"));
    }

    private static List<Row> serviceRoots() {
        String own = "serviceRoot: https://gateway.example/B82617/DSTU2/1";
        return List.of(
                row("providers.serviceRoot", own, own + "/",
                        HOSTED + ": serviceRoot is wrong: not of the form [base]/B82617/DSTU2/[major version] (line"
                        + " 28)"),
                row("providers.serviceRoot", own, own.replace("B82617", "A20047"),
                        HOSTED + ": serviceRoot is wrong: not of the form [base]/B82617/DSTU2/[major version] (line"
                        + " 28)"),
                row("providers.serviceRoot", own, "serviceRoot: gateway.example/B82617/DSTU2/1",
                        HOSTED + ": serviceRoot is wrong: not an http or https base URL (line 28)"),
                row("providers.ca", "transport: FHIR", "ca: none.pem\n    transport: FHIR",
                        FHIR + ": ca none.pem is no file that can be read (line 21)"),
                row("providers.ca", "transport: HOSTED_JMS", "ca: pom.xml\n    transport: HOSTED_JMS",
                        HOSTED + ": ca is for an address that begins with https: (line 27)"));
    }

    private static List<Row> urls() {
        String away = "address: https://legg.example/A20047/DSTU2/1";
        String noUrl = FHIR + ": address is wrong: not an http or https base URL";
        String more = FHIR + ": address is wrong: not a base URL: it has user info, a query or a fragment (line 23)";
        return List.of(
                row("providers.address", away, "address: legg", noUrl + " (line 23)"),
                row("providers.address", away, "address: http://le gg/",
                        noUrl + ": Illegal character in authority (line 23)"),
                row("providers.address", away, "address: https://legg.example:99999/", noUrl + " (line 23)"),
                row("providers.address", away, "address: https://u:secret@legg.example/", more),
                row("providers.address", away, "address: https://legg.example/?throwExceptionOnFailure=false", more),
                row("providers.address", away, "address: https://legg.example/#a", more),
                back(away, "https://gateway.example/A20047/DSTU2/1"), back(away, "http://127.0.0.1:8080/x"),
                back(away, "http://localhost:8443"), back(away, "http://[::1]:8443"),
                back(away, "http://localhost:9090/observe"));
    }

    private static Row back(String from, String url) {
        return row("providers.address", from, "address: \"" + url + "\"",
                FHIR + ": address " + url + " is this gateway: what is sent there comes back (line 23)");
    }

    private static List<Row> queues() {
        String own = " is the gateway's own queue (";
        String fault = "): tasks sent there are lost (line 29)";
        String jms = "transport: HOSTED_JMS";
        String second = """
              - ods: C83615
                asid: "918999198995"
                name: Coxwold Surgery
                transport: HOSTED_JMS
                serviceRoot: https://gateway.example/C83615/DSTU2/1
                address: tasks.%s
            providers:
            """;
        return List.of(
                queue("gpconnect.tasks.receipts", "gpconnect.tasks.receipts" + own + "gateway.jms.receipts" + fault),
                queue("gpconnect.tasks.in", "gpconnect.tasks.in" + own + "gateway.jms.in" + fault),
                queue("gpconnect.tasks.outcomes", "gpconnect.tasks.outcomes" + own + "gateway.jms.outcomes" + fault),
                queue("ActiveMQ.DLQ", "is wrong: \"ActiveMQ.DLQ\" is a queue of the broker's own (line 29)"),
                plain("tasks.>"), plain("tasks.*"), plain("a,b"), plain("queue://tasks"),
                plain("tasks?consumer.exclusive=true"), plain("my tasks"),
                row("providers.address", "providers:\n",
                        "providers:\n" + second.formatted("B82617").replace("providers:\n", ""),
                        "provider C83615: address tasks.B82617 is the address of provider B82617 too: where that is"
                        + " meant and whoever reads there goes by ProviderOdsCode, both say shared: true (line 23)"),
                row("providers.shared", "transport: FHIR", "shared: true\n    transport: FHIR",
                        FHIR + ": shared is for providers of transport HOSTED_JMS, this one's is FHIR (line 21)"),
                row("providers.shared", jms, "shared: true\n    " + jms,
                        HOSTED + ": shared is true, but no other provider has the"
                        + " address tasks.B82617: one of them is misspelt, or shared is to be left out (line 27)"),
                row("providers.shared", jms, "shared: maybe\n    " + jms,
                        HOSTED + ": shared maybe is neither true nor false (line 27)"));
    }

    private static Row queue(String name, String told) {
        return row("providers.address", "address: tasks.B82617", "address: \"" + name + "\"",
                HOSTED + ": address " + told);
    }

    private static Row plain(String name) {
        return queue(name,
                "is wrong: \"" + name + "\" is no plain name of a queue: letters, digits, \".\", \"_\", \"-\""
                + " and \"/\", without a wildcard, an option, or queue: before it (line 29)");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aMistakeIsToldWithItsEntryItsKeyAndItsLine(Row row) {
        assertThat(GOOD).contains(row.from());
        String yaml = GOOD.replace(row.from(), row.to());
        assertThatIllegalArgumentException().isThrownBy(() -> Directory.parse(yaml, GATEWAY)).withMessage(row.told());
    }

    @Test
    void theFileWithoutAMistakeIsTaken() {
        assertThatNoException().isThrownBy(() -> Directory.parse(GOOD, GATEWAY));
    }

    @Test
    void twoProvidersThatBothSaySoShareAQueue() {
        String one = GOOD.substring(GOOD.indexOf("  - ods: B82617"))
                .replace("transport:", "shared: true\n    transport:");
        String two = one.replace("- ods: B82617", "- ods: C83615").replace("example/B82617", "example/C83615")
                .replace("98994", "98995");
        Directory directory = Directory.parse(GOOD.substring(0, GOOD.indexOf("  - ods: B82617")) + one + two, GATEWAY);
        assertThat(directory.hosted()).extracting(Provider::address).containsExactly("tasks.B82617", "tasks.B82617");
    }

    @Test
    void whereSdsIsAskedSendsToMayNameWhoIsFoundThere() {
        Surroundings sds = new Surroundings(GATEWAY.queues(), GATEWAY.own(), true);
        assertThatNoException().isThrownBy(() -> Directory.parse(GOOD.replace("[A20047, B82617]", "[Z99999]"), sds));
    }

    @Test
    void everyKeyOfTheDirectoryHasARow() {
        Set<String> keys = new TreeSet<>();
        keys("", DirectoryPage.class, keys);
        Set<String> rows = rows().map(Row::key).collect(Collectors.toSet());
        assertThat(rows).isEqualTo(keys);
    }

    private static void keys(String prefix, Class<?> type, Set<String> keys) {
        for (RecordComponent component : type.getRecordComponents()) {
            Type generic = component.getGenericType();
            Class<?> item = generic instanceof ParameterizedType list ? (Class<?>) list.getActualTypeArguments()[0]
                    : component.getType();
            keys.add(prefix + component.getName());
            if (item.isRecord()) {
                keys(prefix + component.getName() + ".", item, keys);
            }
        }
    }
}

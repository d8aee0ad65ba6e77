package taskgateway.chaos;

import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.activemq.ActiveMQConnectionFactory;
import taskgateway.testkit.Chains;
import taskgateway.testkit.Sender;

/**
 * What is there, as somebody sees it who looks at database, queues and receivers and knows nothing of the gateway's
 * inside.
 *
 * @param stored    identifiers of the tasks in the store
 * @param queued    identifiers of the messages on the hosted provider's queue
 * @param posted    identifiers of what the hosted endpoint took
 * @param sent      how often the FHIR server was sent each task
 * @param outcomes  the outcomes that JMS senders were sent: trace id, status and place of the task
 * @param kept      trace ids of JMS messages that wait: for the gateway, or for an operator
 * @param chains    what is wrong with the audit chains
 * @param records   how many audit records there are
 */
record Outside(List<String> stored, List<String> queued, List<String> posted, Map<String, Integer> sent,
        List<String> outcomes, List<String> kept, List<String> chains, long records) {

    static final String IN = "gpconnect.tasks.in";

    private static final String DEAD = "ActiveMQ.DLQ";
    private static final long QUIET_MILLIS = 2_000;

    /** Looks, and empties the queues. Nothing may be on its way any more. */
    static Outside look(Site site) throws Exception {
        Connection broker = new ActiveMQConnectionFactory(site.broker()).createConnection();
        try (java.sql.Connection database = site.database()) {
            broker.start();
            Session session = broker.createSession(false, Session.AUTO_ACKNOWLEDGE);
            List<String> kept =
                    new ArrayList<>(texts(database, "select trace_id from dead_letter where kind = 'MESSAGE'"));
            kept.addAll(taken(session, IN, "SspTraceID"));
            kept.addAll(taken(session, DEAD, "SspTraceID"));
            return new Outside(texts(database, "select identifier_value from task"),
                    taken(session, "tasks." + Site.QUEUE, "TaskIdentifier"),
                    site.endpoint().taken().stream().map(post -> post.headers().get("Task-Identifier")).toList(),
                    site.fhir().posts(),
                    taken(session, "gpconnect.tasks.outcomes", "SspTraceID", "HttpStatus", "Location"), kept,
                    Chains.faults(database),
                    Long.parseLong(texts(database, "select cast(count(*) as varchar(20)) from audit").get(0)));
        } finally {
            broker.close();
        }
    }

    /** The identifiers of the tasks on the hosted provider's queue, in their order; it is empty then. */
    static List<String> drained(String url) throws JMSException {
        Connection broker = await().ignoreExceptionsInstanceOf(JMSException.class)
                .until(() -> started(url), Objects::nonNull);
        try {
            return taken(broker.createSession(false, Session.AUTO_ACKNOWLEDGE), "tasks." + Site.QUEUE,
                    "TaskIdentifier");
        } finally {
            broker.close();
        }
    }

    /** A broker that has just started on a busy machine may not answer in the time that its client waits. */
    private static Connection started(String url) throws JMSException {
        Connection connection = new ActiveMQConnectionFactory(url).createConnection();
        try {
            connection.start();
            return connection;
        } catch (JMSException busy) {
            connection.close();
            throw busy;
        }
    }

    /** What is still on its way, in words; empty when all has arrived. */
    static String unfinished(Site site) throws SQLException, JMSException {
        try (java.sql.Connection database = site.database()) {
            List<String> ways = texts(database, "select concat(provider_ods, ' ', state, ' ', count(*)) from delivery"
                    + " where state <> 'DELIVERED' group by provider_ods, state");
            List<String> running = texts(database,
                    "select concat('running ', via, ' ', count(*)) from message where state = 'RUNNING' group by via");
            return String.join(", ", ways) + String.join(", ", running)
                    + (waiting(site) ? " messages in the queue" : "");
        }
    }

    private static boolean waiting(Site site) throws JMSException {
        Connection broker = new ActiveMQConnectionFactory(site.broker()).createConnection();
        try {
            broker.start();
            Session session = broker.createSession(false, Session.AUTO_ACKNOWLEDGE);
            try (QueueBrowser browser = session.createBrowser(session.createQueue(IN))) {
                return browser.getEnumeration().hasMoreElements();
            }
        } finally {
            broker.close();
        }
    }

    /** Statuses of reads of these tasks by their sender, those that are not 200. */
    static List<String> unreadable(Site site, Ledger ledger) throws IOException, InterruptedException {
        Sender sender = new Sender(site.base(), site.directory());
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<String> faults = new ArrayList<>();
        for (Told told : ledger.http()) {
            for (String location : told.locations()) {
                HttpRequest.Builder read = HttpRequest.newBuilder(URI.create(site.addresses().get(0) + location));
                sender.readHeaders(told.ods()).forEach(read::header);
                int status = http.send(read.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
                if (status != 200) {
                    faults.add(told.identifier() + " was acknowledged, and a read of it gets " + status);
                }
            }
        }
        return faults;
    }

    private static List<String> texts(java.sql.Connection database, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement select = database.createStatement(); ResultSet row = select.executeQuery(sql)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    /** A property of each message of a queue, which is empty then. */
    private static List<String> taken(Session session, String queue, String... properties) throws JMSException {
        List<String> values = new ArrayList<>();
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            for (Message message = consumer.receive(QUIET_MILLIS); message != null;
                    message = consumer.receive(QUIET_MILLIS)) {
                List<String> value = new ArrayList<>();
                for (String property : properties) {
                    value.add(String.valueOf(message.getStringProperty(property)));
                }
                values.add(String.join(" ", value));
            }
        }
        return values;
    }
}

package taskgateway.command.operate;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import taskgateway.deliver.hosted.DeadDeliveryTest;
import taskgateway.store.journal.DeadMessageTest;
import taskgateway.testkit.OperatedGateway.OnPostgres;
import taskgateway.testkit.OperatedGateway;
import taskgateway.testkit.Postgres;
import taskgateway.testkit.Slow;

/** The operator's commands do on PostgreSQL what they do on the embedded database. */
@Slow
class CommandsOnPostgresTest {

    @Nested
    @OnPostgres
    class MessagesOnPostgres extends MessagesCommandTest {
        MessagesOnPostgres(OperatedGateway operated) {
            super(operated);
        }
    }

    @Nested
    @OnPostgres
    class DeadDeliveries extends DeadDeliveryTest {
        DeadDeliveries(OperatedGateway operated) {
            super(operated);
        }
    }

    @Nested
    @OnPostgres
    class DeadMessages extends DeadMessageTest {
        DeadMessages(OperatedGateway operated) throws JMSException {
            super(operated);
        }
    }

    @Nested
    @OnPostgres
    class ProvidersOnPostgres extends ProviderCommandTest {
        ProvidersOnPostgres(OperatedGateway operated) {
            super(operated);
            assertThat(operated.gateway.setting("gateway.database.url")).startsWith("jdbc:postgresql:");
        }
    }

    @Nested
    @OnPostgres
    class WhatIsRemoved extends RetentionTest {
        WhatIsRemoved(OperatedGateway operated) {
            super(operated);
        }
    }

    @Nested
    @OnPostgres
    class Exports extends AuditExportTest {
        Exports(OperatedGateway operated) {
            super(operated);
        }
    }

    @Nested
    class Verification extends AuditVerifyTest {

        private Postgres postgres;
        private int copies;

        @Override
        Map<String, String> database() throws Exception {
            postgres = Postgres.start(data);
            return postgres.settings();
        }

        @Override
        String copy(Path folder) throws Exception {
            String name = "copy" + ++copies;
            try (Connection other = DriverManager.getConnection(url("template1"), "postgres", "")) {
                other.createStatement().execute("create database " + name + " template postgres");
            }
            return url(name);
        }

        private String url(String database) {
            return postgres.url().replaceFirst("postgres$", database);
        }

        @AfterAll
        void stop() throws Exception {
            postgres.close();
        }
    }
}

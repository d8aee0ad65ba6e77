package taskgateway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.store.journal.GatewayRun;
import taskgateway.store.journal.JournalEntry;
import taskgateway.store.journal.JournalWriter;
import taskgateway.store.journal.MessageStart;
import taskgateway.store.journal.UnwrittenEnds;
import taskgateway.testkit.Slow;

/** The embedded database's file holds what is needed, and little else, however many commits have been made. */
@Slow
class CompactionTest {

    private static final int COMMITS = 3_000;
    /**
     * What is no longer needed may be written over at once, and not only after the 45 s that H2 keeps it for after a
     * power cut.
     */
    private static final String AT_ONCE = ";WRITE_DELAY=0;RETENTION_TIME=0";

    @TempDir
    private Path data;

    @Test
    void theFileGrowsWithWhatItHoldsAndNotWithEveryCommit() throws Exception {
        long compacted = bytes("compacted", true);
        long left = bytes("left", false);
        assertThat(compacted).isLessThan(left / 4);
    }

    /** The size of the file after many commits, of which every one is still there. */
    private long bytes(String name, boolean compacting) throws Exception {
        try (HikariDataSource database =
                Database.open("jdbc:h2:file:" + data.resolve(name) + AT_ONCE, "gateway", "", 4)) {
            GatewayRun run = GatewayRun.begin(database, "gateway-1");
            JournalWriter writer = new JournalWriter(database, run, new UnwrittenEnds(run), new Outage());
            Compaction compaction = new Compaction(database);
            for (int i = 0; i < COMMITS; i++) {
                writer.write(List.of(JournalEntry.claim(start())));
                if (compacting && i % 50 == 0) {
                    compaction.compact();
                }
            }
            try (Connection connection = database.getConnection()) {
                assertThat(Statements.rows(connection, "select count(*) as n from message").get(0))
                        .containsEntry("n", (long) COMMITS);
            }
            return size(name);
        }
    }

    private long size(String name) throws IOException {
        return Files.size(data.resolve(name + ".mv.db"));
    }

    private static MessageStart start() {
        return MessageStart.of(Instant.now(), "HTTP", "urn:nhs:names:services:gpconnect:fhir:rest:create:order-1",
                UUID.randomUUID().toString(), "200000000359", "918999198993", "A20047", "FHIR", "0".repeat(64));
    }
}

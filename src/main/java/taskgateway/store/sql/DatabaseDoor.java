package taskgateway.store.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.h2.engine.SysProperties;
import org.h2.tools.Server;

/**
 * The way to the embedded database while the gateway runs, which keeps its file locked: the gateway serves it on a port
 * of the loopback address, to whoever knows the key. Port and key stand in a file beside the database that only its
 * owner may read; it is gone when the gateway has stopped, and means nothing when the gateway was killed.
 */
public final class DatabaseDoor implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String H2 = "jdbc:h2:";
    private static final int PROBE_MILLIS = 5_000;
    /** So long a command waits for one answer at most: a gateway that has other trouble may never give it. */
    private static final int ANSWER_MILLIS = 60_000;
    /**
     * H2's codes for nobody there, or somebody who is no H2, and for another gateway: one that does not know the key.
     */
    private static final Set<Integer> NOBODY = Set.of(90067, 28000);

    private final Server server;
    private final Path file;

    private DatabaseDoor(Server server, Path file) {
        this.server = server;
        this.file = file;
    }

    /**
     * Opens the door of a database that this process has opened. One that is not an embedded database in a file needs
     * none.
     *
     * @param url the database's JDBC URL
     * @return to be closed at the end
     * @throws IllegalStateException when it cannot be opened, or would be open to other machines
     */
    public static DatabaseDoor open(String url) {
        Optional<Path> database = databaseFile(url);
        if (database.isEmpty()) {
            return new DatabaseDoor(null, null);
        }
        if (!LOOPBACK.equals(SysProperties.BIND_ADDRESS)) {
            throw new IllegalStateException("the embedded database would be served on other addresses than " + LOOPBACK
                    + ": another part of this program has loaded it too early");
        }
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        String secret = HexFormat.of().formatHex(key);
        Path door = doorFile(database.get());
        try {
            Server server = Server.createTcpServer("-tcpPort", "0", "-tcpDaemon", "-ifExists", "-key", secret,
                    database.get().toString()).start();
            write(door, server.getPort() + " " + secret + "\n");
            return new DatabaseDoor(server, door);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("the way in for the operator's commands cannot be opened: " + door, e);
        }
    }

    /** Closes the door, and ends what is connected through it. */
    @Override
    public void close() throws IOException {
        if (server != null) {
            Files.deleteIfExists(file);
            server.stop();
        }
    }

    /**
     * The JDBC URL through the door of a running gateway.
     *
     * @param url the database's own JDBC URL
     * @return empty when no door is there, or nobody answers at it
     * @throws IllegalStateException when a gateway answers there that cannot use its database itself: then nobody else
     *                               may try, as the gateway is about to open it again
     */
    static Optional<String> urlThrough(String url, String user, String password) {
        Optional<Path> door = databaseFile(url).map(DatabaseDoor::doorFile).filter(Files::isReadable);
        if (door.isEmpty()) {
            return Optional.empty();
        }
        try {
            String[] said = Files.readString(door.get()).strip().split(" ");
            if (said.length != 2) {
                return Optional.empty();
            }
            String through = H2 + "tcp://" + LOOPBACK + ":" + Integer.parseInt(said[0]) + "/" + said[1];
            // Since the gateway was killed, something else may listen there, and be silent.
            DriverManager.getConnection(through + ";NETWORK_TIMEOUT=" + PROBE_MILLIS, user, password).close();
            return Optional.of(through + ";NETWORK_TIMEOUT=" + ANSWER_MILLIS);
        } catch (SQLException e) {
            if (NOBODY.contains(e.getErrorCode())) {
                return Optional.empty();
            }
            throw new IllegalStateException("the gateway that runs cannot use its database now: its log says why");
        } catch (IOException | NumberFormatException nobody) {
            return Optional.empty();
        }
    }

    /** The file of an embedded database, without its ending; empty for any other. */
    public static Optional<Path> databaseFile(String url) {
        if (!url.startsWith(H2)) {
            return Optional.empty();
        }
        String name = url.substring(H2.length()).split(";", 2)[0];
        String path = name.startsWith("file:") ? name.substring("file:".length()) : name;
        if (path.matches("(mem|tcp|ssl|zip|nio\\w*|split|async|memFS|memLZF|nioMemFS|nioMemLZF):.*")) {
            return Optional.empty();
        }
        return Optional.of(Path.of(path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path)
                .toAbsolutePath().normalize());
    }

    private static Path doorFile(Path database) {
        return database.resolveSibling(database.getFileName() + ".door");
    }

    /** Whoever reads the file reads all of it. */
    private static void write(Path door, String text) throws IOException {
        Path unfinished = door.resolveSibling(door.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        OwnersFile.create(unfinished, text);
        Files.move(unfinished, door, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}

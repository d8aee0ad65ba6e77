package taskgateway.store.sql;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import taskgateway.settings.SettingsReader;

/**
 * The database, the embedded one or PostgreSQL.
 *
 * @param url         its JDBC URL
 * @param user        in whose name it is opened
 * @param password    the user's
 * @param connections at most so many at once
 */
public record DatabaseSettings(String url, String user, String password, int connections) {

    public static final String URL = "gateway.database.url";

    private static final Predicate<String> WRITES_AT_ONCE = Pattern.compile("(?i).*;WRITE_DELAY=0(;.*)?")
            .asMatchPredicate();
    private static final Predicate<String> POSTGRES =
            Pattern.compile("jdbc:postgresql:(//HOST(,HOST)*(/.*|\\?.*)?|[^/].*)".replace("HOST",
                    "([^/:,?\\s]+|\\[[^]]+])(:[0-9]{1,5})?"))
                    .asMatchPredicate();

    public static DatabaseSettings read(SettingsReader read) {
        DatabaseSettings settings = new DatabaseSettings(read.text(URL), read.optional("gateway.database.user"),
                read.secret("gateway.database.password"), read.number("gateway.database.connections", 2, 1000));
        read.refusePasswordIn(URL);
        return settings;
    }

    /** Refuses a database that is none of the two, or would lose what it was given. */
    public void check(SettingsReader read) {
        if (url.startsWith("jdbc:h2:file:")) {
            if (!WRITES_AT_ONCE.test(url)) {
                throw read.wrong(URL, "must say ;WRITE_DELAY=0: without it a task that was acknowledged is lost when"
                        + " the gateway is killed");
            }
        } else if (!POSTGRES.test(url)) {
            throw read.wrong(URL, "must be jdbc:h2:file:… or jdbc:postgresql://host[:port]/database");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url;
    }
}

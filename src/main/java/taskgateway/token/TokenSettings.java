package taskgateway.token;

import java.time.Duration;
import java.util.Set;
import taskgateway.settings.SettingsReader;

/**
 * What is accepted of audit tokens (specification, section 4).
 *
 * @param leeway    how far a sender's clock may be ahead of ours
 * @param audiences what {@code aud} may be beside the service root addressed
 */
public record TokenSettings(Duration leeway, Set<String> audiences) {

    private static final String AUDIENCES = "gateway.token.audiences";

    public static TokenSettings read(SettingsReader read) {
        return new TokenSettings(Duration.ofSeconds(read.number("gateway.token.leeway-seconds", 0, 300)),
                Set.copyOf(SettingsReader.list(read.optional(AUDIENCES))));
    }

    /** Refuses what is no audience. */
    public void check(SettingsReader read) {
        audiences.forEach(audience -> read.refuseRelative(AUDIENCES, audience));
    }
}

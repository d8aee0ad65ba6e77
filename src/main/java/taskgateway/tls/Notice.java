package taskgateway.tls;

import java.time.Instant;
import java.util.Optional;

/** What an operator is told of a file that can be used, and yet is not as it should be. */
@FunctionalInterface
interface Notice {

    /** The words, with setting and file; empty while there is nothing to tell. */
    Optional<String> textAt(Instant now);
}

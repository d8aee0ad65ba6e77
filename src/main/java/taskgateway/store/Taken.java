package taskgateway.store;

import java.sql.SQLException;

/** A transaction that is not committed since another gateway has what it writes to. */
class Taken extends SQLException {

    /**
     * @param words for the log
     */
    Taken(String words) {
        super(words);
    }
}

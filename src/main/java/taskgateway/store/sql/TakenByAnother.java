package taskgateway.store.sql;

import java.sql.SQLException;

/** A transaction that is not committed since another gateway has what it writes to. */
public class TakenByAnother extends SQLException {

    /**
     * @param words for the log
     */
    public TakenByAnother(String words) {
        super(words);
    }
}

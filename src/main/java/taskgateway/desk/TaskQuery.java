package taskgateway.desk;

import java.util.Collection;
import taskgateway.request.Via;

/**
 * Which tasks are meant, by how they came in, what was answered and whom they are about. Null chooses all.
 *
 * @param status   of the answer that the sender got
 * @param via      how they came in
 * @param patients what stands in the log for the patients meant ({@link Patients})
 */
public record TaskQuery(AnswerStatus status, Via via, Collection<String> patients) {

    /** The conditions on a row m of the message log. */
    Conditions conditions() {
        return new Conditions().and("m.status >= ?", status == null ? null : status.first())
                .and("m.status <= ?", status == null ? null : status.last())
                .and("m.via = ?", via == null ? null : via.name()).in("m.patient", patients);
    }
}

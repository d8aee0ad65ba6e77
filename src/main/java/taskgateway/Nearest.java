package taskgateway;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody meant by a name that is none. */
final class Nearest {

    private Nearest() {
    }

    /** The name that needs the fewest letters changed. */
    static String to(String wrong, Collection<String> right) {
        return right.stream().min(Comparator.comparing(each -> LevenshteinDistance.getDefaultInstance().apply(wrong, each)))
                .orElseThrow();
    }
}

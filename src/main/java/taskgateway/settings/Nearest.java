package taskgateway.settings;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What an operator meant by a key that is none, in the directory or among the settings. */
public final class Nearest {

    private Nearest() {
    }

    /** The name that needs the fewest letters changed. */
    public static String to(String wrong, Collection<String> right) {
        return right.stream()
                .min(Comparator.comparing(each -> LevenshteinDistance.getDefaultInstance().apply(wrong, each)))
                .orElseThrow();
    }
}

package taskgateway.directory;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the value of each key must look like, so that what is accepted can work. */
final class DirectorySense {

    private static final Predicate<String> FQDN =
            Pattern.compile("(?i)(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
                    .asMatchPredicate();
    /** A number of any other form is read as another by some programs, as one of base 8 for example. */
    private static final Predicate<String> PLAIN_NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*|[0-9]+\\.[0-9]+)").asMatchPredicate();

    private static final int MOST_REQUESTS = 10_000_000;

    private final DirectorySheet sheet;
    private final Surroundings around;

    DirectorySense(DirectorySheet sheet, Surroundings around) {
        this.sheet = sheet;
        this.around = around;
    }

    /** @throws IllegalArgumentException naming the first value that cannot work */
    void check(DirectoryPage page) {
        sheet.scalars(this::scalar);
        for (int i = 0; i < page.providers().size(); i++) {
            DirectoryPage.Entry provider = page.providers().get(i);
            identity(DirectorySheet.entry("providers", i), provider.asid(), provider.ods());
        }
        for (int i = 0; i < page.consumers().size(); i++) {
            consumer(DirectorySheet.entry("consumers", i), page.consumers().get(i), page.providers());
        }
    }

    private void scalar(JsonPointer at, DirectorySheet.Mark mark) {
        String text = mark.text();
        require(!text.isBlank() || List.of("fqdn", "ca").contains(at.last().getMatchingProperty()), at, "is empty");
        require(text.equals(text.strip()), at, "begins or ends with a blank");
        require(text.chars().noneMatch(Character::isISOControl), at, "holds a line break or another control character");
        boolean number = mark.token() == JsonToken.VALUE_NUMBER_INT || mark.token() == JsonToken.VALUE_NUMBER_FLOAT;
        require(!number || PLAIN_NUMBER.test(text), at,
                text + " is read as a number, and perhaps as another: put it in quotes");
    }

    private void consumer(JsonPointer at, Consumer consumer, List<DirectoryPage.Entry> providers) {
        identity(at, consumer.asid(), consumer.ods());
        require(isAbsolute(consumer.system()), at.appendProperty("system"), consumer.system() + " is no absolute URI");
        JsonPointer sendsTo = at.appendProperty("sendsTo");
        for (String ods : consumer.sendsTo()) {
            require(Provider.isOds(ods), sendsTo, ods + " is no ODS code of 1 to 12 capital letters and digits");
            require(around.sds() || providers.stream().anyMatch(provider -> provider.ods().equals(ods)), sendsTo,
                    ods + " is no provider of this file, and gateway.sds.url is empty");
        }
        require(consumer.fqdn().isEmpty() || FQDN.test(consumer.fqdn()), at.appendProperty("fqdn"),
                consumer.fqdn() + " is no host name");
        JsonPointer requests = at.appendProperty("requests");
        require(!sheet.has(requests) || consumer.requests() >= 1 && consumer.requests() <= MOST_REQUESTS, requests,
                consumer.requests() + " is not from 1 to " + MOST_REQUESTS + ": left out, it is gateway.rate.requests");
    }

    private void identity(JsonPointer at, String asid, String ods) {
        require(Provider.isAsid(asid), at.appendProperty("asid"), asid + " is not twelve digits");
        require(Provider.isOds(ods), at.appendProperty("ods"),
                ods + " is no ODS code of 1 to 12 capital letters and digits");
    }

    private static boolean isAbsolute(String uri) {
        try {
            return URI.create(uri).isAbsolute();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void require(boolean right, JsonPointer at, String words) {
        if (!right) {
            throw sheet.fault(at, words);
        }
    }
}

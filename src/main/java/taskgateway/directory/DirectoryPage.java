package taskgateway.directory;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A directory as its file says it. Every component of a record is a key. */
record DirectoryPage(List<Consumer> consumers, List<Entry> providers) {

    /** A provider as the file says it: {@link Provider} says what its keys mean. */
    record Entry(String ods, String asid, String name,
            @JsonDeserialize(using = TransportName.class) Transport transport,
            String serviceRoot, String address, boolean shared,
            @JsonDeserialize(using = RegisteredInteractionsReader.class) Set<RegisteredInteraction> interactions,
            @JsonSetter(nulls = Nulls.AS_EMPTY) String ca, boolean retired) {

        /** @param root what {@link #root} has read */
        Provider provider(ServiceRoot root) {
            return new Provider(ods, asid, name, transport, root, address, left(), ca, retired);
        }

        /** @throws IllegalArgumentException saying why it is no service root of this provider */
        ServiceRoot root(String url) {
            ServiceRoot root = ServiceRoot.of(url);
            if (!root.path().matches("/" + Pattern.quote(ods) + "/DSTU2/[0-9]+")) {
                throw new IllegalArgumentException("not of the form [base]/" + ods + "/DSTU2/[major version]");
            }
            return root;
        }

        private Set<RegisteredInteraction> left() {
            return interactions.stream().filter(it -> !retired || it != RegisteredInteraction.CREATE_ORDER)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}

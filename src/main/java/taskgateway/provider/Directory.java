package taskgateway.provider;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Who may send and who receives, as configuration names them ({@code config/directory.yaml}). Immutable. */
public final class Directory {

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);

    private final Map<String, Consumer> consumers;
    private final Map<String, Provider> providers;

    private Directory(List<Consumer> consumers, List<Provider> providers) {
        this.consumers = consumers.stream().collect(Collectors.toUnmodifiableMap(Consumer::asid, Function.identity()));
        this.providers = providers.stream().collect(Collectors.toUnmodifiableMap(Provider::ods, Function.identity()));
    }

    /**
     * Reads a directory.
     *
     * @param yaml the file's text, its placeholders resolved
     * @throws IllegalArgumentException saying in one line what is wrong
     */
    public static Directory parse(String yaml) {
        try {
            Page page = YAML.readValue(yaml, Page.class);
            unique("consumer ASID", page.consumers().stream().map(Consumer::asid).toList());
            rates(page.consumers());
            retired(page.providers());
            unique("provider ODS code", page.providers().stream().map(Entry::ods).toList());
            unique("provider ASID", page.providers().stream().map(Entry::asid).toList());
            unique("service root", page.providers().stream().map(Entry::serviceRoot).toList());
            return new Directory(page.consumers(), page.providers().stream().map(Entry::provider).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage().lines().findFirst().orElse("cannot be read"), e);
        }
    }

    /** The provider with this ODS code; letter case matters. */
    public Optional<Provider> provider(String ods) {
        return Optional.ofNullable(providers.get(ods));
    }

    /** Every provider, by ODS code. */
    public List<Provider> providers() {
        return providers.values().stream().sorted((a, b) -> a.ods().compareTo(b.ods())).toList();
    }

    /** Every provider whose tasks the gateway keeps and delivers, the retired ones too, by ODS code. */
    public List<Provider> hosted() {
        return providers().stream().filter(provider -> provider.transport().hosted()).toList();
    }

    /** Every consumer. */
    public Collection<Consumer> consumers() {
        return consumers.values();
    }

    /** The consumer with this ASID. */
    public Optional<Consumer> consumer(String asid) {
        return Optional.ofNullable(consumers.get(asid));
    }

    private static void unique(String what, List<String> values) {
        Set<String> seen = new HashSet<>();
        for (String value : values) {
            if (!seen.add(value)) {
                throw new IllegalArgumentException(what + " " + value + " stands twice");
            }
        }
    }

    private static void rates(List<Consumer> consumers) {
        consumers.stream().filter(consumer -> consumer.requests() < 0).findFirst().ifPresent(consumer -> {
            throw new IllegalArgumentException("consumer " + consumer.asid() + ": requests is less than 0");
        });
    }

    /** What waits for a FHIR provider is a message that gets its outcome without it too. */
    private static void retired(List<Entry> providers) {
        providers.stream().filter(it -> it.retired() && !it.transport().hosted()).findFirst().ifPresent(provider -> {
            throw new IllegalArgumentException("provider " + provider.ods() + ": retired is for hosted providers;"
                    + " one of transport " + provider.transport() + " is taken out");
        });
    }

    private record Page(List<Consumer> consumers, List<Entry> providers) {
    }

    private record Entry(String ods, String asid, String name, Transport transport, String serviceRoot, String address,
            @JsonDeserialize(using = Interactions.class) Set<Capability> interactions,
            @JsonSetter(nulls = Nulls.AS_EMPTY) String ca, boolean retired) {

        private Provider provider() {
            try {
                ServiceRoot root = ServiceRoot.of(serviceRoot);
                if (!root.path().matches("/" + Pattern.quote(ods) + "/DSTU2/[0-9]+")) {
                    throw new IllegalArgumentException("not of the form [base]/" + ods + "/DSTU2/[major version]");
                }
                return new Provider(ods, asid, name, transport, root, address, left(), ca, retired);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("provider " + ods + ": serviceRoot " + serviceRoot + " is " + e.getMessage(), e);
            }
        }

        private Set<Capability> left() {
            return interactions.stream().filter(it -> !retired || it != Capability.CREATE_ORDER)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}

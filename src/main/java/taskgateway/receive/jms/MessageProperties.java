package taskgateway.receive.jms;

import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import taskgateway.request.Headers;
import taskgateway.request.SpineHeader;

/**
 * What the properties of a message say, under the names of headers. A property is named as its header, with its
 * hyphens, without them, or in Camel's spelling of them, and in any letter case: nothing that a sender has said in his
 * protocol's way is ignored. The same value in two spellings is said once, and two values are two, which the checks of
 * headers refuse.
 */
final class MessageProperties {

    private static final Pattern HYPHEN = Pattern.compile("_hyphen_|[-_]", Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> HEADERS = Stream.of(SpineHeader.TRACE_ID, SpineHeader.FROM, SpineHeader.TO,
            SpineHeader.INTERACTION_ID, SpineHeader.AUTHORIZATION, SpineHeader.CONTENT_TYPE, SpineHeader.IF_NONE_EXIST,
            SpineHeader.PROVIDER_ODS_CODE)
            .collect(Collectors.toMap(MessageProperties::bare, Function.identity()));

    /** The value of a property that is there and cannot be read: no check accepts it. */
    private static final String UNREADABLE = "";

    private MessageProperties() {
    }

    /**
     * The headers; none where no property can be read, so that a message is refused for the provider that it does not
     * name.
     */
    static Headers of(Message message) {
        Map<String, Set<String>> values = new TreeMap<>();
        for (String property : names(message)) {
            String header = HEADERS.get(bare(property));
            if (header != null) {
                value(message, property)
                        .ifPresent(value -> values.computeIfAbsent(header, it -> new LinkedHashSet<>()).add(value));
            }
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        values.forEach((header, all) -> all.forEach(value -> headers.add(Map.entry(header, value))));
        return Headers.of(headers);
    }

    private static List<String> names(Message message) {
        try {
            List<String> names = new ArrayList<>();
            Collections.list(message.getPropertyNames()).forEach(name -> names.add(name.toString()));
            return names;
        } catch (Throwable unreadable) { // an Error too: the client asserts what it expects
            return List.of();
        }
    }

    private static Optional<String> value(Message message, String property) {
        try {
            // Not getStringProperty: it fails on a property that is a list or a map, and such a message must be
            // answered too.
            return Optional.ofNullable(message.getObjectProperty(property)).map(Object::toString);
        } catch (Throwable unreadable) {
            return Optional.of(UNREADABLE);
        }
    }

    private static String bare(String name) {
        return HYPHEN.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }
}

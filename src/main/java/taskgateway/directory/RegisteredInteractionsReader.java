package taskgateway.directory;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

/** Reads what a system is registered for: where it is left out, everything; where it is an empty list, nothing. */
final class RegisteredInteractionsReader extends JsonDeserializer<Set<RegisteredInteraction>> {

    @Override
    public Set<RegisteredInteraction> deserialize(JsonParser file, DeserializationContext context) throws IOException {
        if (!file.isExpectedStartArrayToken()) {
            throw new IllegalArgumentException("must be a list");
        }
        RegisteredInteraction[] named = context.readValue(file, RegisteredInteraction[].class);
        if (Arrays.asList(named).contains(null)) {
            throw new IllegalArgumentException("holds an empty item");
        }
        if (Arrays.stream(named).distinct().count() < named.length) {
            throw new IllegalArgumentException("names an interaction twice");
        }
        return Set.of(named);
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
        return Set.of(RegisteredInteraction.values());
    }
}

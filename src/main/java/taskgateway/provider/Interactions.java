package taskgateway.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;
import java.util.Set;

/** Reads what a system is registered for: where it is left out, everything; where it is an empty list, nothing. */
final class Interactions extends JsonDeserializer<Set<Capability>> {

    @Override
    public Set<Capability> deserialize(JsonParser file, DeserializationContext context) throws IOException {
        return Set.of(context.readValue(file, Capability[].class));
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
        return Set.of(Capability.values());
    }
}

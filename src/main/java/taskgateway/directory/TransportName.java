package taskgateway.directory;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;

/** Reads the name of a transport. */
final class TransportName extends JsonDeserializer<Transport> {

    @Override
    public Transport deserialize(JsonParser file, DeserializationContext context) throws IOException {
        if (!file.currentToken().isScalarValue()) {
            throw new IllegalArgumentException("must be one text");
        }
        if (file.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException(file.getText() + " is no text to YAML: put it in quotes");
        }
        return Transports.of(file.getText());
    }
}

package taskgateway.directory;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import taskgateway.settings.Nearest;

/** Says in an operator's words why a value does not bind to its key. */
final class BindingFault {

    private BindingFault() {
    }

    /** @param value the scalar that does not bind, null where it is none */
    static String words(JsonMappingException e, String value) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            List<String> keys = unknown.getKnownPropertyIds().stream().map(Object::toString).toList();
            return "is no key here; the nearest is " + Nearest.to(unknown.getPropertyName(), keys);
        }
        // What our own deserializers say.
        if (e.getCause() instanceof IllegalArgumentException own) {
            return own.getMessage();
        }
        Class<?> type = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType()
                : e.getCause() instanceof InputCoercionException coercion ? coercion.getTargetType() : Object.class;
        return (value == null ? "" : value + " ") + mustBe(type, value != null);
    }

    private static String mustBe(Class<?> type, boolean scalar) {
        if (type == null) {
            return "is not understood";
        }
        if (type.isEnum() && scalar) {
            return "is none of " + constants(type);
        }
        if (type == int.class) {
            return "is no whole number";
        }
        if (type == boolean.class) {
            return "is neither true nor false";
        }
        if (type == String.class || type.isEnum()) {
            return scalar ? "is no text to YAML: put it in quotes" : "must be one text";
        }
        return type.isArray() || Collection.class.isAssignableFrom(type) ? "must be a list" : "must have keys under it";
    }

    private static String constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(it -> it instanceof RegisteredInteraction interaction
                ? interaction.code() : it.toString())
                .collect(Collectors.joining(", "));
    }
}

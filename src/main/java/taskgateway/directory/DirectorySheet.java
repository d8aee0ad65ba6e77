package taskgateway.directory;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The text of a directory. Jackson reads it twice: once for what stands in which line, once for what it means. Whatever
 * is wrong is told with its entry, its key and its line.
 */
final class DirectorySheet {

    private static final ObjectMapper YAML = yaml();

    /** What stands at a place: its line, and its text where it is a scalar that is not null. */
    record Mark(int line, JsonToken token, String text) {
    }

    private final String text;
    private final Map<JsonPointer, Mark> marks = new LinkedHashMap<>();

    private DirectorySheet(String text) {
        this.text = text;
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException when it is no YAML, or YAML in which a key or a document stands that would be
     *         passed over
     */
    static DirectorySheet of(String text) {
        DirectorySheet sheet = new DirectorySheet(text);
        try (JsonParser file = YAML.getFactory().createParser(text)) {
            for (JsonToken token = file.nextToken(); token != null; token = file.nextToken()) {
                sheet.mark((YAMLParser) file, token);
            }
        } catch (MarkedYAMLException e) {
            throw new IllegalArgumentException(e.getProblem() + " (line " + (e.getProblemMark().getLine() + 1)
                    + ")", e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no YAML (line " + e.getLocation().getLineNr() + ")", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read", e);
        }
        if (sheet.marks.isEmpty()) {
            throw new IllegalArgumentException("it is empty");
        }
        return sheet;
    }

    private static ObjectMapper yaml() {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory())
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .setDefaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));
        yaml.coercionConfigFor(LogicalType.Textual).setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        yaml.coercionConfigFor(LogicalType.Boolean).setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        yaml.coercionConfigFor(LogicalType.Integer).setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        return yaml;
    }

    private void mark(YAMLParser file, JsonToken token) throws IOException {
        JsonPointer at = file.getParsingContext().pathAsPointer();
        Mark known = marks.get(at);
        int line = file.currentTokenLocation().getLineNr();
        if (token == JsonToken.FIELD_NAME && known != null) {
            throw fault(at, "stands twice", line);
        }
        if (at.matches() && token.isStructStart() && known != null) {
            throw new IllegalArgumentException("a second document begins, which is not read (line " + line + ")");
        }
        if (file.isCurrentAlias()) {
            throw fault(at, "is an alias, which is not read here: write the value itself", line);
        }
        if (!token.isStructEnd()) {
            String scalar = token.isScalarValue() && token != JsonToken.VALUE_NULL ? file.getText() : null;
            marks.put(at, new Mark(known == null ? line : known.line(), token, scalar));
        }
    }

    /** What the text means. */
    <T> T as(Class<T> type) {
        try {
            return YAML.readValue(text, type);
        } catch (JsonMappingException e) {
            throw fault(e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no YAML (line " + e.getLocation().getLineNr() + ")", e);
        }
    }

    private IllegalArgumentException fault(JsonMappingException e) {
        JsonPointer at = JsonPointer.empty();
        for (JsonMappingException.Reference step : e.getPath()) {
            at = step.getFieldName() != null ? at.appendProperty(step.getFieldName()) : at.appendIndex(step.getIndex());
        }
        Mark mark = marks.get(at);
        boolean lacking = !at.matches() && (mark == null || mark.token() == JsonToken.VALUE_NULL);
        return lacking ? lacks(at) : fault(at, BindingFault.words(e, mark == null ? null : mark.text()), line(at));
    }

    private IllegalArgumentException lacks(JsonPointer at) {
        String key = key(at);
        return new IllegalArgumentException(name(at) + " lacks " + (key.isEmpty() ? "a value" : key) + " (line "
                + line(at) + ")");
    }

    /** What a value means, by a reader that says why it does not take it. */
    <T> T read(JsonPointer at, String value, Function<String, T> reader) {
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException e) {
            throw fault(at, "is wrong: " + e.getMessage());
        }
    }

    /** A fault of one value. */
    IllegalArgumentException fault(JsonPointer at, String words) {
        return fault(at, words, line(at));
    }

    private IllegalArgumentException fault(JsonPointer at, String words, int line) {
        String key = key(at);
        return new IllegalArgumentException(name(at) + (key.isEmpty() ? " " : ": " + key + " ") + words + " (line "
                + line + ")");
    }

    /** Of a place that is not there the line of what it lacks in. */
    int line(JsonPointer at) {
        Mark mark = marks.get(at);
        if (mark != null) {
            return mark.line();
        }
        return at.matches() ? 1 : line(at.head());
    }

    /** Whether something stands at a place. */
    boolean has(JsonPointer at) {
        return marks.containsKey(at);
    }

    /** Hands over every scalar that is not null. */
    void scalars(BiConsumer<JsonPointer, Mark> work) {
        marks.forEach((at, mark) -> {
            if (mark.text() != null && mark.token() != JsonToken.FIELD_NAME) {
                work.accept(at, mark);
            }
        });
    }

    /** An entry by what operators call it, or the file where it is none. */
    private String name(JsonPointer at) {
        if (!isInEntry(at)) {
            return "the file";
        }
        boolean provider = at.getMatchingProperty().equals("providers");
        String key = provider ? "ods" : "asid";
        Mark named = marks.get(entry(at.getMatchingProperty(), at.tail().getMatchingIndex()).appendProperty(key));
        return (provider ? "provider " : "consumer ")
                + (named == null || named.text() == null ? "without " + key : named.text());
    }

    /** The keys of an entry that lead to a place. */
    private static String key(JsonPointer at) {
        List<String> keys = new ArrayList<>();
        for (JsonPointer rest = isInEntry(at) ? at.tail().tail() : at; !rest.matches(); rest = rest.tail()) {
            if (rest.getMatchingIndex() < 0) {
                keys.add(rest.getMatchingProperty());
            }
        }
        return String.join(".", keys);
    }

    private static boolean isInEntry(JsonPointer at) {
        return !at.matches() && at.tail().getMatchingIndex() >= 0;
    }

    /** The place of an entry. */
    static JsonPointer entry(String list, int index) {
        return JsonPointer.empty().appendProperty(list).appendIndex(index);
    }
}

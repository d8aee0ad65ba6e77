package taskgateway.proof;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import taskgateway.fhir.Format;
import taskgateway.fhir.Uris;

/** Tasks in JSON. */
final class JsonNotation implements Notation<JsonNode> {

    /** Marks a key that stands twice: a tree cannot hold it, so the mark goes when the tree is written. */
    private static final String AGAIN = "\u00a7again";

    private static final List<JsonNode> KINDS =
            Stream.of("5", "1.5", "true", "null", "\"text\"", "[]", "{}", "[null]", "[[]]", "[{}]",
            "{\"a\": \"b\"}", "{\"extension\": [{\"url\": \"http://e\", \"valueString\": \"a\"}]}", "{\"id\": \"a\"}")
                    .map(Wrong::json).toList();

    @Override
    public Format format() {
        return Format.JSON;
    }

    @Override
    public JsonNode read(String task) {
        return Wrong.json(task);
    }

    @Override
    public String write(JsonNode tree) {
        return tree.toString().replace(AGAIN, "");
    }

    @Override
    public List<Mutation<JsonNode>> mutations(JsonNode tree) {
        List<Mutation<JsonNode>> all = new ArrayList<>();
        walk(tree, JsonPointer.empty(), "", all);
        return all;
    }

    private static void walk(JsonNode node, JsonPointer at, String name, List<Mutation<JsonNode>> all) {
        if (node instanceof ObjectNode object) {
            inserts(object, at, all);
            for (var member : object.properties()) {
                JsonPointer here = at.appendProperty(member.getKey());
                members(at, member.getKey(), member.getValue(), all);
                walk(member.getValue(), here, member.getKey(), all);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                items(at, i, name, array.get(i), all);
                walk(array.get(i), at.appendIndex(i), name, all);
            }
        }
    }

    private static void members(JsonPointer at, String name, JsonNode value, List<Mutation<JsonNode>> all) {
        String where = at + "/" + name;
        object("drop " + where, at, all, object -> object.remove(name));
        object("double " + where, at, all, object -> object.putArray(name).add(value).add(value.deepCopy()));
        object("repeat the key " + where, at, all, object -> object.set(name + AGAIN, value.deepCopy()));
        object("rename " + where, at, all, object -> object.set("x" + name, object.remove(name)));
        object("capitalise " + where, at, all,
                object -> object.set(name.toUpperCase(Locale.ROOT), object.remove(name)));
        object("wrap " + where, at, all, object -> object.putArray(name).add(value));
        if (value.isArray()) {
            object("unwrap " + where, at, all, object -> object.set(name, value.get(0)));
        }
        for (JsonNode other : others(name, value)) {
            object("put " + other + " at " + where, at, all, object -> object.set(name, other));
        }
        if (!name.startsWith("_")) {
            companions(at, name, all);
        }
    }

    private static void companions(JsonPointer at, String name, List<Mutation<JsonNode>> all) {
        for (String companion
                : List.of("{\"extension\": [{\"url\": \"http://e\", \"valueString\": \"a\"}]}", "{\"id\": \"a\"}",
                        "{}", "null",
                "\"a\"", "[null]", "[{\"extension\": [{\"url\": \"http://e\", \"valueString\": \"a\"}]}]",
                "{\"extension\": [{\"url\": \"http://e\"}]}")) {
            String where = " " + companion + " at " + at + "/" + name;
            object("accompany with" + where, at, all, object -> object.set("_" + name, Wrong.json(companion)));
            object("leave but" + where, at, all, object -> {
                object.remove(name);
                object.set("_" + name, Wrong.json(companion));
            });
        }
    }

    private static void inserts(ObjectNode object, JsonPointer at, List<Mutation<JsonNode>> all) {
        Wrong.ELEMENTS.forEach((name, value) -> {
            if (!object.has(name)) {
                object("insert " + name + " at " + at, at, all, here -> here.set(name, value));
            }
        });
        for (JsonNode extension : Wrong.EXTENSIONS) {
            object("extend with " + extension + " at " + at, at, all,
                    here -> here.withArrayProperty("extension").add(extension));
        }
        object("comment at " + at, at, all, here -> here.putArray("fhir_comments").add("a comment"));
        object("comment wrongly at " + at, at, all, here -> here.put("fhir_comments", 5));
        object("name a type at " + at, at, all, here -> here.put("resourceType", "Patient"));
    }

    private static void items(JsonPointer at, int index, String name, JsonNode value, List<Mutation<JsonNode>> all) {
        String where = at + "/" + index;
        array("drop " + where, at, all, array -> array.remove(index));
        array("double " + where, at, all, array -> array.insert(index, value.deepCopy()));
        array("add null after " + where, at, all, array -> array.insert(index + 1, (JsonNode) null));
        for (JsonNode other : others(name, value)) {
            array("put " + other + " at " + where, at, all, array -> array.set(index, other));
        }
    }

    private static List<JsonNode> others(String name, JsonNode value) {
        List<JsonNode> others = new ArrayList<>(KINDS);
        if (value.isTextual()) {
            Wrong.textsFor(name, value.textValue())
                    .forEach(text -> others.add(Wrong.MAPPER.getNodeFactory().textNode(text)));
        } else if (value.isNumber()) {
            Stream.of("0", "-1", "99999999999", "1e3", "1.0", "0.10", "\"1\"").map(Wrong::json).forEach(others::add);
        }
        return others;
    }

    private static void object(String what, JsonPointer at, List<Mutation<JsonNode>> all, Consumer<ObjectNode> change) {
        edit(what, at, all, node -> change.accept((ObjectNode) node));
    }

    private static void array(String what, JsonPointer at, List<Mutation<JsonNode>> all, Consumer<ArrayNode> change) {
        edit(what, at, all, node -> change.accept((ArrayNode) node));
    }

    private static void edit(String what, JsonPointer at, List<Mutation<JsonNode>> all, Consumer<JsonNode> change) {
        all.add(new Mutation<>(what, tree -> {
            JsonNode copy = tree.deepCopy();
            change.accept(copy.at(at));
            return copy;
        }));
    }

    @Override
    public JsonNode mended(JsonNode tree) {
        JsonNode copy = tree.deepCopy();
        mend(copy.path("text"));
        copy.path("contained").forEach(contained -> mend(contained.path("text")));
        return copy;
    }

    private static void mend(JsonNode text) {
        if (text instanceof ObjectNode narrative && narrative.path("div").isTextual()) {
            // HAPI falls over CDATA, which says the same as its text.
            String div = narrative.get("div").textValue().replaceAll("<!\\[CDATA\\[([^<&\\]]*)]]>", "$1");
            narrative.put("div",
                    div.replaceFirst("^\\s*<div(?=[\\s/>])(?![^>]*\\sxmlns=)",
                            "<div xmlns=\"" + Uris.XHTML_NAMESPACE + "\""));
            if (!narrative.has("status")) {
                narrative.put("status", "generated");
            }
        }
    }
}

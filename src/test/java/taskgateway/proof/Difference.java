package taskgateway.proof;

import static taskgateway.proof.Difference.Side.GATEWAY;
import static taskgateway.proof.Difference.Side.HAPI;

import java.util.regex.Pattern;

/**
 * Where the gateway and HAPI's validator differ because they should: who alone refuses, the clause of the specification
 * or of FHIR DSTU2, the reason, the words of the refusal, and a mutation that shows it. A difference that no mutant
 * shows any longer fails the test.
 */
enum Difference {

    NOT_WELL_FORMED(GATEWAY, "6, layer 6", "HAPI reads past a second resourceType",
            "^400@", "repeat the key /resourceType"),
    ID_ON_CREATE(GATEWAY, "6", "The use case: the client sends no id",
            "^CLIENT_ID@", "insert id at "),
    DATE_OF_TODAY(GATEWAY, "5, date", "The use case: the date is there, to the day, and today",
            "^DATE_NOT_TODAY@", "put \"2014\" at /date"),
    PROFILE_ASSERTED(GATEWAY, "5, meta.profile", "The use case: the profiles are asserted",
            "^PROFILE_NOT_ASSERTED@", "drop /meta/profile"),
    MODIFIER_EXTENSION(GATEWAY, "6", "It could change what the task says, and HAPI is told to let extensions pass",
            "^MODIFIER_EXTENSION@", "insert modifierExtension at "),
    WHOLE_EXTENSION(GATEWAY, "6", "An extension has a url, and a value or extensions; HAPI wants the url only",
            "^EXTENSION_INCOMPLETE@", "extend with {\"url\":\"http://e\"} at "),
    REFERENCE(GATEWAY, "5", "HAPI looks at no reference that leaves the resource: neither at its form nor at its type",
            "^REFERENCE_(FORM|TYPE)@|^CARDINALITY@\\S*/f:reference: ", "put \"Group/1\" at /subject/reference"),
    NARRATIVE(GATEWAY, "5; 6", "HAPI does not ask whether a narrative shows text, nor where its links and styles lead",
            "^NARRATIVE_(EMPTY|UNSAFE)@", "put \"<div> </div>\" at /contained/0/text/div"),
    VALUE(GATEWAY, "6; DSTU2, Data Types",
            "HAPI lets blank texts, characters that XML cannot hold and loose forms pass",
            "^ELEMENT_TYPE@\\S*: The value must be ", "put \" \" at /subject/display"),
    EMPTY(GATEWAY, "6; DSTU2, invariant ele-1", "HAPI lets an element without value and children pass here and there",
            "^ELEMENT_TYPE@\\S*: The (element|value) must be an (array|object), and not empty",
            "put {\"id\":\"a\"} at /target"),
    SET(GATEWAY, "DSTU2, Meta.tag: the list of tags is a set", "HAPI's model would keep one of the two",
            "^ELEMENT_TYPE@\\S*: (The same tag|A tag needs)", "double /meta/tag/0"),
    CARRIED(GATEWAY, "6, unknown element", "HAPI's DSTU2 model would lose it in silence: better refused than lost",
            "^ELEMENT_UNKNOWN@.*(that this gateway can carry|cannot be carried)", "insert extension at /meta"),
    STRAY_CONTENT(GATEWAY, "6; DSTU2, XML Format",
            "HAPI reads past text in contained, and past more than one resource in it",
            "^ELEMENT_TYPE@\\S*: Text stands|^ELEMENT_UNKNOWN@\\S*: One contained", "write in /Order[1]/contained"),
    LANGUAGE(GATEWAY, "DSTU2, Resource.language: required binding to BCP 47", "HAPI asks for no form of a language tag",
            "^BINDING@\\S*/f:language: .*BCP 47", "put \"12\" at /language"),
    INVARIANT(GATEWAY, "DSTU2, DomainResource: dom-4",
            "HAPI runs no invariant that is written in XPath, as DSTU2's are",
            "^CONTAINED@.*\\(dom-4\\)", "insert versionId at /contained/0/meta"),
    IDENTIFIER_WITH_A_VALUE(GATEWAY, "5, identifier: value 1..1",
            "An extension in the value's place tells no repeat from a new task",
            "^CARDINALITY@/f:Order/f:identifier/f:value: .* is missing",
            "leave but {\"extension\": [{\"url\": \"http://e\", "
                    + "\"valueString\": \"a\"}]} at /identifier/0/value"),
    URI_OF_LATER_EDITIONS(HAPI, "6: an ordinary unknown extension is accepted and kept",
            "That a URI is absolute and an OID of a likely length are rules of later editions",
            "must be an absolute (URL|reference)|OIDs must be valid", "put \"other\" at /extension/0/url"),
    ID_OF_A_PRIMITIVE(HAPI, "DSTU2, Element.id: an element has one, a primitive too", "HAPI reads it in XML not at all",
            "Undefined attribute '@id' on \\w+ for type [a-z]\\w*$",
            "add @id to /Order[1]/contained[0]/Basic[3]/code[0]/coding[1]/code"),
    ID_OF_A_CODE(HAPI, "DSTU2, Element.id: an element has one, a code too",
            "HAPI reads it in JSON with a string, and not with types"
            + " made of one: a code, an id, a positiveInt", ": Unrecognized property 'id'$",
            "accompany with {\"id\": \"a\"} at /contained/0/code/coding/0/code"),
    INSTRUCTION(HAPI, "6, layer 6: what is not well-formed is refused",
            "An instruction to a program is no part of the resource, and"
            + " is read past like a comment", "Node type 7 is not allowed", "instruct in /Order[3]/subject"),
    INSTRUCTION_IN_A_NARRATIVE(HAPI, "6, layer 6: what is not well-formed is refused",
            "It is not handed on, like the comment that HAPI"
            + " takes in its place", "Unhandled XHTML feature: 7 at", "instruct in /Order[2]/text[1]/div"),
    SYSTEM_OF_A_CODE(HAPI, "5: the system of a task's codes is their value set's URL",
            "That a system is a code system's URL, and one of FHIR's known to it, is HAPI's own rule, where nothing"
            + " binds the code",
            "references a value set, not a code system|Unknown Code System '",
            "put \"http://fhir.nhs.net/ValueSet/gpconnect-task-type-1\" at /extension/3/valueCoding/system");

    enum Side { GATEWAY, HAPI }

    private final Side refuses;
    private final String clause;
    private final String reason;
    private final Pattern words;
    private final String shownBy;

    Difference(Side refuses, String clause, String reason, String words, String shownBy) {
        this.refuses = refuses;
        this.clause = clause;
        this.reason = reason;
        this.words = Pattern.compile(words);
        this.shownBy = shownBy;
    }

    boolean explains(Side side, String refusal) {
        return side == refuses && words.matcher(refusal).find();
    }

    /** A mutation that shows the difference, and is always among those judged. */
    String shownBy() {
        return shownBy;
    }

    @Override
    public String toString() {
        return name() + " (" + refuses + " alone refuses; " + clause + "): " + reason;
    }
}

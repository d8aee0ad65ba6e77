package taskgateway.command.send;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import taskgateway.command.ClientFault;
import taskgateway.fhir.Format;

/**
 * A task as a file holds it. It is kept as text, not as a resource: a file made to be refused must arrive as it was
 * written.
 *
 * @param text   the whole file
 * @param format what the text is written in
 */
record TaskFile(String text, Format format) {

    /** The date of the Order itself: what the task contains is a Basic, and a Basic has none. */
    private static final Pattern XML_DATE =
            Pattern.compile("(<(?:\\w+:)?date\\b[^>]*?\\bvalue\\s*=\\s*)(?:\"[^\"]*\"|'[^']*')");

    /** Windows writes it before a text, where it means nothing. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Reads a UTF-8 file; its first character tells the format, its name where that does not. */
    static TaskFile read(Path file) {
        try {
            String text = Files.readString(file);
            String body = bare(text).stripLeading();
            boolean xml = body.startsWith("<") || !body.startsWith("{") && file.toString().endsWith(".xml");
            return new TaskFile(text, xml ? Format.XML : Format.JSON);
        } catch (IOException e) {
            throw new ClientFault("Cannot read the task " + file + ": is it there, and UTF-8?", e);
        }
    }

    /** The same task in a format; only a task that is valid DSTU2 can change formats without loss. */
    TaskFile in(Format wanted) {
        if (wanted == null || wanted == format) {
            return this;
        }
        try {
            var order = format.parser().setParserErrorHandler(new StrictErrorHandler()).parseResource(bare(text));
            return new TaskFile(wanted.parser().setPrettyPrint(true).encodeResourceToString(order), wanted);
        } catch (DataFormatException e) {
            throw new ClientFault("The task is not valid DSTU2 and can only be sent as it is: leave --format out.", e);
        }
    }

    /** The same task with another date, all else untouched; a task without a date stays without. */
    TaskFile dated(String date) {
        return new TaskFile(format == Format.JSON ? datedJson(date) : datedXml(date), format);
    }

    private String datedXml(String date) {
        return XML_DATE.matcher(text).replaceFirst("$1\"" + Matcher.quoteReplacement(date) + "\"");
    }

    private String datedJson(String date) {
        int mark = text.length() - bare(text).length();
        try (JsonParser json = new JsonFactory().createParser(bare(text))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = json.currentName().equals("date");
                json.nextToken();
                if (found && json.currentToken() == JsonToken.VALUE_STRING) {
                    int start = mark + (int) json.currentTokenLocation().getCharOffset();
                    json.finishToken();
                    int end = mark + (int) json.currentLocation().getCharOffset();
                    return text.substring(0, start) + TextNode.valueOf(date) + text.substring(end);
                }
                json.skipChildren();
            }
        } catch (IOException e) {
            return text; // Not well-formed, and perhaps meant to be: the gateway says so better.
        }
        return text;
    }

    private static String bare(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }
}

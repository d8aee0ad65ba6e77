package taskgateway;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import taskgateway.directory.Directory;
import taskgateway.directory.Surroundings;

/** The file of {@code gateway.directory}. */
public final class DirectoryFile {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]+}}");

    private DirectoryFile() {
    }

    /**
     * Reads it.
     *
     * @param context whose settings stand for the placeholders in it
     * @throws IllegalArgumentException saying in one line what is wrong
     */
    public static Directory read(CamelContext context, Settings settings) {
        Path file = settings.directory().file();
        Surroundings surroundings = new Surroundings(settings.jms().queues(), settings.own(), settings.sds().asked());
        try {
            return Directory.parse(resolved(context, Files.readString(file)), surroundings);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the directory " + file + " (gateway.directory) is not UTF-8 text", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the directory " + file + " (gateway.directory) cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the directory " + file + " (gateway.directory): " + e.getMessage(), e);
        }
    }

    /** Line by line, so that a placeholder that is no setting is told with its line, and a comment may hold any. */
    private static String resolved(CamelContext context, String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            lines.add(line.stripLeading().startsWith("#") ? line : resolved(context, line, lines.size() + 1));
        }
        return String.join("\n", lines);
    }

    private static String resolved(CamelContext context, String line, int number) {
        Matcher placeholder = PLACEHOLDER.matcher(line);
        return placeholder.replaceAll(found -> {
            try {
                return Matcher.quoteReplacement(context.resolvePropertyPlaceholders(found.group()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(found.group() + " is no setting (line " + number + ")", e);
            }
        });
    }
}

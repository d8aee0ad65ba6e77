package taskgateway;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import taskgateway.directory.Directory;
import taskgateway.directory.OwnAddresses;
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
        Path file = settings.directory();
        try {
            return Directory.parse(resolved(context, Files.readString(file)), surroundings(context, settings));
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

    private static Surroundings surroundings(CamelContext context, Settings settings) {
        Map<String, String> queues = Settings.QUEUES.stream().collect(Collectors.toMap(key -> setting(context, key), Function.identity(), (one, other) -> one));
        return new Surroundings(queues, own(context, settings), !settings.sds().url().isEmpty());
    }

    /** Where the gateway is reached: under its names, and at its two ports. */
    public static OwnAddresses own(CamelContext context, Settings settings) {
        return new OwnAddresses(settings.names().bases(), List.of(
                new OwnAddresses.Port(settings.httpHost(), settings.httpPort()),
                new OwnAddresses.Port(setting(context, "gateway.management.host"),
                        Integer.parseInt(setting(context, "gateway.management.port")))));
    }

    private static String setting(CamelContext context, String key) {
        return context.resolvePropertyPlaceholders("{{" + key + "}}").strip();
    }
}

package taskgateway.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import taskgateway.fhir.Format;
import taskgateway.token.TokenOverHttpTest;

/**
 * A request of {@code src/test/resources/cases}, whose README says how one is written: the good request, and how it is
 * spoilt.
 *
 * @param line    the request line without the version
 * @param headers names and values that differ from the good request's
 * @param body    what differs from the worked example, or a whole body; empty for neither
 */
public record Case(String line, List<String[]> headers, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ODS = Pattern.compile("/([A-Z][0-9]{5})/");
    private static final Pattern REPEATED = Pattern.compile("\\{(.)\\*([0-9]+)}");
    private static final String LEFT_OUT = "-";
    private static final String BECOMES = " -> ";

    public static Case read(Path folder) {
        try {
            String[] parts = Files.readString(folder.resolve("request.http")).split("\n\n", 2);
            List<String> head = parts[0].lines().filter(line -> !line.startsWith("#")).toList();
            List<String[]> headers = head.stream().skip(1).map(line -> line.split(": ?", 2)).toList();
            return new Case(head.get(0), headers, parts.length == 1 ? "" : parts[1].strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same case at another provider. */
    public Case at(String ods) {
        return new Case(line.replace("/B82617/", "/" + ods + "/"), headers, body);
    }

    /** The request as it goes over the wire. */
    public String request(Sender sender, String base) {
        Map<String, String> good = goodHeaders(sender);
        good.put("Host", base.substring("http://".length()));
        for (String[] header : headers) {
            if (header[0].startsWith("Token.")) {
                good.computeIfPresent("Authorization", (name, token) -> "Bearer " + TokenOverHttpTest.spoilt(
                        token.substring("Bearer ".length()),
                        claims -> spoil(claims, header[0].substring(6), header[1])));
            } else if (header[1].equals(LEFT_OUT)) {
                good.remove(header[0]);
            } else {
                good.put(header[0], filled(header[1], base));
            }
        }
        Format format = Format.ofMediaType(good.get("Content-Type")).orElse(Format.JSON);
        return Wire.request(filled(line, base) + " HTTP/1.1", good, filled(body(format), base));
    }

    private Map<String, String> goodHeaders(Sender sender) {
        Matcher ods = ODS.matcher(line);
        String to = ods.find() && sender.knows(ods.group(1)) ? ods.group(1) : "B82617";
        return line.startsWith("GET") ? sender.readHeaders(to) : sender.createHeaders(to);
    }

    private String body(Format format) {
        if (line.startsWith("GET") || body.equals("(none)")) {
            return "";
        }
        if (!body.isEmpty() && !body.contains(BECOMES)) {
            return body;
        }
        String task = format == Format.JSON ? Sender.json() : Sender.xml();
        for (String change : body.replace("{today}", Sender.today()).lines().toList()) {
            String[] sides = change.split(Pattern.quote(BECOMES), 2);
            if (!task.contains(sides[0])) {
                throw new IllegalArgumentException("the worked example does not hold " + sides[0]);
            }
            task = task.replace(sides[0], sides[1]);
        }
        return task;
    }

    private static void spoil(ObjectNode claims, String name, String value) {
        try {
            JsonNode json = value.equals(LEFT_OUT) ? null : JSON.readTree(value);
            if (json == null) {
                claims.remove(name);
            } else {
                claims.set(name, json);
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String filled(String text, String base) {
        return REPEATED.matcher(text.replace("{base}", base))
                .replaceAll(it -> it.group(1).repeat(Integer.parseInt(it.group(2))));
    }
}

package taskgateway.deliver.fhir;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import taskgateway.fhir.Format;

/**
 * What a FHIR provider has answered, as text. The body itself says which of the two formats it is: servers, and what
 * stands before them, call FHIR by many names, or by none. Its characters are those that its byte order mark, its
 * Content-Type or its XML declaration says, in this order.
 *
 * @param text   without a byte order mark
 * @param format the format that it is
 */
record AnswerText(String text, Format format) {

    private static final Map<Charset, byte[]> MARKS = Map.of(
            StandardCharsets.UTF_8, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
            StandardCharsets.UTF_16BE, new byte[] {(byte) 0xFE, (byte) 0xFF},
            StandardCharsets.UTF_16LE, new byte[] {(byte) 0xFF, (byte) 0xFE});
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final char MARK = '\uFEFF';

    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*charset\\s*=\\s*[\"']?([\\w.:+-]{1,40})", Pattern.CASE_INSENSITIVE);
    private static final Pattern DECLARATION =
            Pattern.compile("^\\s*<\\?xml[^>]{1,100}?encoding\\s*=\\s*[\"']([\\w.:-]{1,40})");
    private static final int DECLARATION_ENDS = 200;

    /**
     * Reads a body to the letter.
     *
     * @param contentType as the provider names it; may be null
     * @return empty when it is in neither format, or holds bytes that are no characters
     */
    static Optional<AnswerText> of(byte[] body, String contentType) {
        return decoded(body, charset(body, contentType)).flatMap(AnswerText::plain);
    }

    /**
     * Reads a body of which every word may help: what is not in the character set that it says is taken for UTF-8, or
     * else for what Windows writes.
     */
    static Optional<AnswerText> loosely(byte[] body, String contentType) {
        return Stream.of(charset(body, contentType), StandardCharsets.UTF_8, WINDOWS)
                .flatMap(charset -> decoded(body, charset).flatMap(AnswerText::plain).stream())
                .findFirst();
    }

    /** Without what would make a resource unreadable that is readable but for its narrative. */
    AnswerText mended() {
        return format == Format.JSON ? JsonNarratives.mended(this) : this;
    }

    private static Optional<AnswerText> plain(String decoded) {
        String text = decoded.isEmpty() || decoded.charAt(0) != MARK ? decoded : decoded.substring(1);
        return text.isBlank() ? Optional.empty() : switch (text.stripLeading().charAt(0)) {
            case '{' -> Optional.of(new AnswerText(text, Format.JSON));
            case '<' -> Optional.of(new AnswerText(HtmlEntities.resolve(text), Format.XML));
            default -> Optional.empty();
        };
    }

    private static Charset charset(byte[] body, String contentType) {
        Optional<Charset> marked = MARKS.entrySet().stream().filter(mark -> startsWith(body, mark.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
        return marked
                .or(() -> named(PARAMETER, contentType == null ? "" : contentType))
                .or(() -> named(DECLARATION, new String(body, 0, Math.min(body.length, DECLARATION_ENDS),
                StandardCharsets.ISO_8859_1)))
                .orElse(StandardCharsets.UTF_8);
    }

    private static Optional<Charset> named(Pattern pattern, String text) {
        Matcher name = pattern.matcher(text);
        try {
            return name.find() ? Optional.of(Charset.forName(name.group(1))) : Optional.empty();
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }

    private static boolean startsWith(byte[] body, byte[] mark) {
        return body.length >= mark.length && ByteBuffer.wrap(body, 0, mark.length).equals(ByteBuffer.wrap(mark));
    }

    private static Optional<String> decoded(byte[] body, Charset charset) {
        try {
            return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }
}

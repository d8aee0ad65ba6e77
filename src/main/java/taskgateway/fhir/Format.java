package taskgateway.fhir;

import ca.uhn.fhir.parser.IParser;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** The two wire formats of FHIR DSTU2 (specification, section 1). */
public enum Format {
    JSON("application/json+fhir", "json"),
    XML("application/xml+fhir", "xml");

    private final String mediaType;
    private final String shortName;

    Format(String mediaType, String shortName) {
        this.mediaType = mediaType;
        this.shortName = shortName;
    }

    /** The media type without parameters, e.g. {@code application/json+fhir}. */
    public String mediaType() {
        return mediaType;
    }

    /** The Content-Type of everything that the gateway writes in this format. */
    public String contentType() {
        return mediaType + ";charset=UTF-8";
    }

    /** The resource in this format. */
    public String encode(IBaseResource resource) {
        return parser().encodeResourceToString(resource);
    }

    /** A new parser, for one thread. */
    public IParser parser() {
        return this == JSON ? Dstu2.CONTEXT.newJsonParser() : Dstu2.CONTEXT.newXmlParser();
    }

    /**
     * Reads a media type.
     *
     * @param value e.g. {@code application/xml+fhir; charset=utf-8}; letter case and parameters do not matter; may be
     *              null
     * @return the format, or empty when it is neither
     */
    public static Optional<Format> ofMediaType(String value) {
        if (value == null) {
            return Optional.empty();
        }
        String bare = value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (Format format : values()) {
            if (format.mediaType.equals(bare)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** {@code json} or {@code xml}, as on the command line. */
    @Override
    public String toString() {
        return shortName;
    }
}

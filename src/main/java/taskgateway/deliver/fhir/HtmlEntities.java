package taskgateway.deliver.fhir;

import org.apache.commons.text.translate.AggregateTranslator;
import org.apache.commons.text.translate.CharSequenceTranslator;
import org.apache.commons.text.translate.EntityArrays;
import org.apache.commons.text.translate.LookupTranslator;

/** HTML's named entities, such as {@code &nbsp;}: servers write them into narratives, and XML does not know them. */
final class HtmlEntities {

    /** All but the five that XML has too. */
    private static final CharSequenceTranslator NAMED = new AggregateTranslator(
            new LookupTranslator(EntityArrays.ISO8859_1_UNESCAPE),
            new LookupTranslator(EntityArrays.HTML40_EXTENDED_UNESCAPE));

    private HtmlEntities() {
    }

    /** XML or XHTML with each such entity as the character that it stands for. */
    static String resolve(String markup) {
        return markup.indexOf('&') < 0 ? markup : NAMED.translate(markup);
    }
}

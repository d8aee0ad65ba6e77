package taskgateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/**
 * What an XML body is read as (RFC 7303, section 3; FHIR is UTF-8): a byte order mark says it, then the charset of the
 * Content-Type, then the declaration. A body that may be in another encoding is refused, not misread.
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class XmlEncodingTest {

    private final Sender sender;

    XmlEncodingTest(RunningGateway gateway) {
        this.sender = new Sender(gateway);
    }

    @ParameterizedTest
    @CsvSource({"iso-8859-1, ;charset=utf-8, '', 201", "utf-16, ;charset=UTF8, '', 201", "iso-8859-1, '', \uFEFF, 201",
        "utf-16, '', '', 201", "UTF-8, '', '', 201", "utf8, '', '', 201", "iso-8859-1, '', '', 400",
        "windows-1252, '', '', 400", "x-unknown, '', '', 400"})
    void isReadAsUtf8WhereSomethingSaysSo(String declared, String charset, String mark, int status) {
        for (String ods : new String[] {"A20047", "B82617"}) {
            Map<String, String> headers = sender.createHeaders(ods);
            headers.put("Content-Type", "application/xml+fhir" + charset);
            headers.put("Accept", "application/json+fhir");
            String task = mark + Sender.xml().replace("encoding=\"UTF-8\"", "encoding=\"" + declared + "\"")
                    .replace("Jane", "Ja\u00efne");

            var answer = sender.create(ods, headers, task);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            assertThat(answer.body()).contains(status == 201 ? "Ja\u00efne" : "another encoding than UTF-8");
        }
    }
}

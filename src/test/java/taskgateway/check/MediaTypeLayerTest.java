package taskgateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.Refused;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;
import taskgateway.testkit.Wire;

/**
 * Which format an answer has, and what is 415 (specification, section 3). In the tables {@code J} and {@code X} stand
 * for the two FHIR types, and an empty cell for a header or parameter that is not there.
 */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class MediaTypeLayerTest {

    private static final String METADATA = "/B82617/DSTU2/1/metadata";

    private final RunningGateway gateway;
    private final Sender sender;

    MediaTypeLayerTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', value = {
        // _format, Accept, Content-Type, answer
        ",                             ,                                J,                   json",
        ",                             ,                                X,                   xml",
        ",                             ,                                X;charset=utf-8,     xml",
        ",                             ,                                'X ; Charset=\"UTF-8\"', xml",
        ",                             ,                                APPLICATION/XML+FHIR, xml",
        ",                             X,                               J,                   xml",
        ",                             J,                               X,                   json",
        ",                             */*,                             X,                   xml",
        ",                             application/*,                   X,                   xml",
        ",                             'text/html, */*;q=0.1',          X,                   xml",
        ",                             'J;q=0.5, X;q=0.6',              J,                   xml",
        ",                             'J;q=0.5, X;q=.6',               J,                   xml",
        ",                             'X;q=0.5, J',                    X,                   json",
        ",                             'X, J',                          J,                   xml",
        ",                             'X, */*',                        J,                   xml",
        ",                             '*/*, X;q=0.5',                  X,                   json",
        ",                             'J;q=0, */*',                    J,                   xml",
        ",                             'text/plain, X;q=0.1',           J,                   xml",
        ",                             'rubbish, X',                    J,                   xml",
        ",                             'X;charset=utf-8',               J,                   xml",
        ",                             Application/Xml+Fhir,            J,                   xml",
        "xml,                          J,                               J,                   xml",
        "json,                         X,                               X,                   json",
        "application/xml+fhir,         J,                               J,                   xml",
        "application/xml%2Bfhir,       J,                               J,                   xml",
        "application%2Fxml%20fhir,     J,                               J,                   xml",
        "application/json+fhir,        X,                               X,                   json",
        "xml,                          text/plain,                      J,                   xml",
        "XML,                          J,                               J,                   xml",
        "application/xml,              J,                               J,                   xml",
        "application/json,             X,                               X,                   json",
        "application/xml+fhir;charset=utf-8, J,                         J,                   xml",
        "xml&_format=json,             J,                               J,                   xml",
        ",                             'X ; Q=0.5 , J ; q=0.4',         J,                   xml",
        ",                             'X;q=0.001, */*;q=0.0001',       J,                   xml",
        ",                             '*/*;q=0.1, X;q=0.1',            J,                   xml",
        "application/xml+fhir,         X,                               X;charset=utf8,      xml",
        ",                             ,                                X;charset=UTF8,      xml",
        ",                             ,                                'X;charset=\"utf-8\"', xml",
        ",                             ,                                'X;note=\";charset=latin1\"', xml",
        ",                             '',                              X,                   xml",
        ",                             ' , ,',                          X,                   xml",
        ",                             'J;q=1.000, X;q=0.999',          X,                   json",
        ",                             'J;Q=0.1, X;q=0.200',            J,                   xml",
        ",                             'text/plain;a=\"x, J\", X',      J,                   xml",
        ",                             'X;a=\";q=0\", J;q=0.5',         J,                   xml",
        ",                             'J;a=\"\\\",X\";q=0.1, X;q=0.2', J,                  xml",
        ",                             'text/html;q=\"1, 2\", , X',     J,                   xml",
    })
    void choosesTheFormat(String format, String accept, String contentType, String answered) {
        Wire.WireAnswer answer = create(format, accept, contentType);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Content-Type")).isEqualTo("application/" + answered + "+fhir;charset=UTF-8");
        assertThat(answer.text()).startsWith(answered.equals("json") ? "{" : "<");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', value = {
        // _format, Accept, Content-Type, format of the refusal
        ",                             ,                                ,                    json",
        ",                             ,                                application/json,    json",
        ",                             ,                                text/xml,            json",
        ",                             ,                                application/x-www-form-urlencoded, json",
        ",                             ,                                multipart/form-data, json",
        ",                             ,                                X;charset=iso-8859-1, json",
        ",                             ,                                X;charset=utf-8;charset=utf-16, json",
        ",                             ,                                'X;charset=',        json",
        ",                             ,                                'J, X',              json",
        ",                             'application/fhir+xml',          J,                   json",
        ",                             'text/*',                        X,                   xml",
        ",                             'application/*;q=0, */*',        X,                   xml",
        ",                             ,                                'application/json fhir', json",
        "text/html,                    J,                               X,                   json",
        "text/xml,                     J,                               X,                   json",
        "text%2Fxml,                   X,                               J,                   xml",
        "TEXT/XML,                     ,                                J,                   json",
        ",                             text/xml,                        X,                   xml",
        ",                             ,                                'X;note=\"a\";charset=latin1', json",
        ",                             'text/plain;a=\", X\"',          J,                   json",
        "fhir%2Bxml,                   X,                               J,                   xml",
        "%00,                          X,                               J,                   xml",
        ",                             X,                               ,                    xml",
        ",                             text/html,                       X,                   xml",
        ",                             'J;q=0, X;q=0.0',                X,                   xml",
        ",                             '*/*;q=0',                       X,                   xml",
        ",                             rubbish,                         J,                   json",
        ",                             ;;q=,                            J,                   json",
        "html,                         X,                               J,                   xml",
        "'',                           X,                               J,                   xml",
    })
    void refusesWhatItDoesNotSupportInTheFirstFormatThatItDoes(String format, String accept, String contentType,
            String answered) {
        Refused refused = Refused.of(create(format, accept, contentType));

        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.issues()).containsOnly("BAD_REQUEST");
        assertThat(refused.format()).hasToString(answered);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', value = {
        // _format, Accept, Content-Type, answer
        ",                             ,                                ,                    json",
        ",                             ,                                X,                   xml",
        ",                             J,                               X,                   json",
        ",                             */*,                             X,                   xml",
        ",                             'X, */*;q=0.5',                  ,                    xml",
        ",                             */*,                             text/html,           json",
        "json,                         X,                               X,                   json",
        "application/xml+fhir,         J,                               J,                   xml",
    })
    void choosesTheFormatOfAnAnswerToAGet(String format, String accept, String contentType, String answered) {
        Map<String, String> headers = sender.metadataHeaders("B82617");
        Stream.of("Accept", "Content-Type")
                .forEach(name -> Optional.ofNullable(name.equals("Accept") ? accept : contentType)
                .ifPresent(value -> headers.put(name, type(value))));

        HttpResponse<String> answer =
                sender.send("GET", METADATA + (format == null ? "" : "?_format=" + format), headers, null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/" + answered + "+fhir;charset=UTF-8");
    }

    @Test
    void readsSeveralAcceptHeadersAsOneList() {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("Host", "x");
        String lines = "POST /B82617/DSTU2/1/Order HTTP/1.1\r\nAccept: text/html\r\nAccept: application/xml+fhir";

        Wire.WireAnswer answer = Wire.exchange(gateway, Wire.request(lines, headers, Sender.json()));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Content-Type")).isEqualTo("application/xml+fhir;charset=UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"J", "text/html", "rubbish"})
    void asksForNoContentTypeWhereThereIsNoBody(String contentType) {
        Map<String, String> headers = sender.metadataHeaders("B82617");
        headers.put("Content-Type", type(contentType));

        assertThat(sender.send("GET", METADATA, headers, null).statusCode()).isEqualTo(200);
        headers.remove("Content-Type");
        assertThat(sender.send("GET", METADATA, headers, null).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type: application/json+fhir", "Content-Type: text/html"})
    void refusesASecondContentType(String second) {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.put("Host", "x");
        String request = Wire.request("POST /B82617/DSTU2/1/Order HTTP/1.1\r\n" + second, headers, Sender.json());

        assertThat(Refused.of(Wire.exchange(gateway, request)).status()).isEqualTo(415);
    }

    private Wire.WireAnswer create(String format, String accept, String contentType) {
        Map<String, String> headers = sender.createHeaders("B82617");
        headers.remove("Content-Type");
        if (contentType != null) {
            headers.put("Content-Type", type(contentType));
        }
        if (accept != null) {
            headers.put("Accept", type(accept));
        }
        boolean xml = contentType != null && type(contentType).toLowerCase(Locale.ROOT).contains("xml");
        String path = "/B82617/DSTU2/1/Order" + (format == null ? "" : "?_format=" + format);
        headers.put("Host", "x");
        return Wire.exchange(gateway,
                Wire.request("POST " + path + " HTTP/1.1", headers, xml ? Sender.xml() : Sender.json()));
    }

    private static String type(String text) {
        return text.replaceAll("\\bJ\\b", "application/json+fhir").replaceAll("\\bX\\b", "application/xml+fhir");
    }
}

package taskgateway.demo;

import io.netty.handler.codec.http.FullHttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Message;
import org.apache.camel.component.netty.http.NettyHttpMessage;

/** Reads the request itself: Camel's headers are a mixture of the request's, the query's and Camel's own. */
final class SimulatedRequestReader {

    /** The request that came in on a netty-http route. */
    public SimulatedRequest read(Message message) {
        FullHttpRequest http = ((NettyHttpMessage) message).getHttpRequest();
        Map<String, List<String>> headers = new TreeMap<>();
        http.headers().forEach(header -> headers
                .computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                .add(header.getValue()));
        String[] target = http.uri().split("\\?", 2);
        byte[] body = message.getBody(byte[].class);
        return new SimulatedRequest(http.method().name(), target[0], target.length > 1 ? target[1] : "", headers,
                body == null ? new byte[0] : body);
    }
}

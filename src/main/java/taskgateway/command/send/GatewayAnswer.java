package taskgateway.command.send;

/**
 * What the gateway answered, over HTTP or JMS.
 *
 * @param status  the HTTP status
 * @param headers named as in HTTP
 * @param body    empty when there is none
 */
record GatewayAnswer(int status, HeaderFields headers, String body) {

    boolean delivered() {
        return status / 100 == 2;
    }
}

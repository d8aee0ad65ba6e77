package taskgateway.directory;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.Set;

/**
 * A system that sends tasks.
 *
 * @param asid         its Accredited System Identifier
 * @param ods          the ODS code of the organisation that runs it
 * @param name         for people
 * @param system       URI of the consumer system, the {@code iss} of a token that the gateway makes on its behalf
 * @param sendsTo      ODS codes of the providers with which its organisation has a data sharing agreement
 * @param interactions what its system is registered for
 * @param requester    on whose behalf the gateway makes a token where the consumer sends none
 * @param fqdn         registered with the ASID, the name in its client certificate (specification, section 10); may be
 *                     blank
 * @param requests     how many requests it may send in each {@code gateway.rate.seconds}; 0 for
 *                     {@code gateway.rate.requests}
 */
public record Consumer(String asid, String ods, String name, String system, Set<String> sendsTo,
        @JsonDeserialize(using = RegisteredInteractionsReader.class) Set<RegisteredInteraction> interactions,
        Requester requester, @JsonSetter(nulls = Nulls.AS_EMPTY) String fqdn, int requests) {
}

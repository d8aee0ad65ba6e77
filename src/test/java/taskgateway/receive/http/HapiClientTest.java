package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.dstu2.resource.Basic;
import ca.uhn.fhir.model.dstu2.resource.Conformance;
import ca.uhn.fhir.model.dstu2.resource.OperationOutcome;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.AdditionalRequestHeadersInterceptor;
import ca.uhn.fhir.rest.gclient.ICreateTyped;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.NotModifiedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Sender;
import taskgateway.testkit.Slow;

/** HAPI's own client as the sender: what it makes of requests, and of the gateway's answers, is what was meant. */
@ExtendWith(RunningGateway.Shared.class)
@Slow
class HapiClientTest {

    private static final FhirContext DSTU2 = FhirContext.forDstu2();

    private final RunningGateway gateway;
    private final Sender sender;

    HapiClientTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.sender = new Sender(gateway);
        DSTU2.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
    }

    /** Providers with a FHIR server, a queue and an endpoint; what HAPI sends; what it asks for. */
    static Stream<Arguments> creates() {
        return Stream.of("A20047", "B82617", "C83615").flatMap(ods -> Stream.of(EncodingEnum.JSON, EncodingEnum.XML)
                .flatMap(encoding -> Stream.of(null, PreferReturnEnum.REPRESENTATION, PreferReturnEnum.MINIMAL,
                        PreferReturnEnum.OPERATION_OUTCOME).map(prefer -> Arguments.of(ods, encoding, prefer))));
    }

    @ParameterizedTest
    @MethodSource("creates")
    void createsATask(String ods, EncodingEnum encoding, PreferReturnEnum prefer) {
        IGenericClient client = client(ods, sender.createHeaders(ods));
        client.setEncoding(encoding);
        ICreateTyped create = client.create().resource(task());
        MethodOutcome outcome = (prefer == null ? create : create.prefer(prefer)).execute();
        assertThat(outcome.getCreated()).isTrue();
        assertThat(outcome.getId().getResourceType()).isEqualTo("Order");
        assertThat(outcome.getId().getBaseUrl()).isEqualTo(root(ods));
        assertThat(outcome.getId().hasVersionIdPart()).isTrue();
        if (prefer == PreferReturnEnum.MINIMAL) {
            assertThat(outcome.getResource()).isNull();
        } else {
            assertTask((Order) outcome.getResource(), ods);
        }
    }

    @ParameterizedTest
    @EnumSource(value = EncodingEnum.class, names = {"JSON", "XML"})
    void readsATaskAndItsVersion(EncodingEnum encoding) {
        for (String ods : new String[] {"A20047", "B82617"}) {
            MethodOutcome created = client(ods, sender.createHeaders(ods)).create().resource(task()).execute();
            IGenericClient client = client(ods, sender.readHeaders(ods));
            client.setEncoding(encoding);
            String id = created.getId().getIdPart();
            String version = created.getId().getVersionIdPart();
            assertTask(client.read().resource(Order.class).withId(id).execute(), ods);
            assertTask(client.read().resource(Order.class).withIdAndVersion(id, version).execute(), ods);
            assertTask(client.read().resource(Order.class).withUrl(created.getId().getValue()).execute(), ods);
            assertThatThrownBy(() -> client.read().resource(Order.class).withId(id).ifVersionMatches(version)
                    .throwNotModifiedException()
                    .execute()).isInstanceOf(NotModifiedException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(value = EncodingEnum.class, names = {"JSON", "XML"})
    void readsTheConformanceStatement(EncodingEnum encoding) {
        IGenericClient client = client("B82617", sender.metadataHeaders("B82617"));
        client.setEncoding(encoding);
        Conformance statement = client.capabilities().ofType(Conformance.class).execute();
        assertThat(statement.getFhirVersion()).isEqualTo("1.0.2");
        assertThat(statement.getRestFirstRep().getResourceFirstRep().getType()).isEqualTo("Order");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A20047", "B82617"})
    void readsWhyATaskIsRefused(String ods) {
        Order dissents = task();
        dissents.getSubject().setReference("Patient/4");
        assertThatThrownBy(() -> client(ods, sender.createHeaders(ods)).create().resource(dissents).execute())
                .isInstanceOfSatisfying(ForbiddenOperationException.class, refused -> {
                    OperationOutcome outcome = (OperationOutcome) refused.getOperationOutcome();
                    assertThat(outcome.getIssueFirstRep().getDiagnostics()).isNotBlank();
                });
    }

    @Test
    void readsThatATaskIsNotThere() {
        assertThatThrownBy(() -> client("B82617", sender.readHeaders("B82617")).read().resource(Order.class)
                .withId("nowhere").execute())
                .isInstanceOf(ResourceNotFoundException.class);
    }

    private void assertTask(Order order, String ods) {
        assertThat(order.getSubject().getReference().getValue()).isEqualTo(root(ods) + "/Patient/1");
        Basic basic = (Basic) order.getContained().getContainedResources().get(0);
        assertThat(basic.getText().getDiv().getValueAsString()).contains("Please review the patient");
        assertThat(order.getIdentifier()).hasSize(1);
    }

    private IGenericClient client(String ods, Map<String, String> headers) {
        IGenericClient client = DSTU2.newRestfulGenericClient(root(ods));
        AdditionalRequestHeadersInterceptor additional = new AdditionalRequestHeadersInterceptor();
        headers.forEach((name, value) -> {
            if (!name.equals("Content-Type")) {
                additional.addHeaderValue(name, value);
            }
        });
        client.registerInterceptor(additional);
        return client;
    }

    private String root(String ods) {
        return gateway.base() + "/" + ods + "/DSTU2/1";
    }

    private static Order task() {
        return DSTU2.newJsonParser().parseResource(Order.class, Sender.json());
    }
}

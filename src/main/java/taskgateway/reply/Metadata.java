package taskgateway.reply;

import ca.uhn.fhir.model.dstu2.composite.ResourceReferenceDt;
import ca.uhn.fhir.model.dstu2.resource.Conformance;
import ca.uhn.fhir.model.dstu2.valueset.ConformanceResourceStatusEnum;
import ca.uhn.fhir.model.dstu2.valueset.ConformanceStatementKindEnum;
import ca.uhn.fhir.model.dstu2.valueset.ResourceTypeEnum;
import ca.uhn.fhir.model.dstu2.valueset.ResourceVersionPolicyEnum;
import ca.uhn.fhir.model.dstu2.valueset.RestfulConformanceModeEnum;
import ca.uhn.fhir.model.dstu2.valueset.TypeRestfulInteractionEnum;
import ca.uhn.fhir.model.dstu2.valueset.UnknownContentCodeEnum;
import ca.uhn.fhir.model.primitive.DateTimeDt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Variable;
import taskgateway.directory.RegisteredInteraction;
import taskgateway.fhir.Format;
import taskgateway.fhir.Uris;
import taskgateway.request.Call;

/** The conformance statement that the gateway answers for every provider (specification, section 7). */
public final class Metadata {

    /** The day on which this statement last changed. */
    private static final String DATE = "2026-11-24";

    private final String version;

    /**
     * @param version of the software
     */
    public Metadata(String version) {
        this.version = version;
    }

    /** The statement for the provider addressed, its address the root that the caller used. */
    public Conformance describeGateway(@Variable("call") Call call) {
        Conformance statement = new Conformance();
        statement.setUrl(call.base() + "/metadata");
        statement.setName("GP Connect tasks for " + call.provider().name());
        statement.setStatus(ConformanceResourceStatusEnum.ACTIVE);
        statement.setDate(new DateTimeDt(DATE));
        statement.setKind(ConformanceStatementKindEnum.INSTANCE);
        statement.getSoftware().setName("task-gateway").setVersion(version);
        statement.getImplementation().setDescription("GP Connect tasks").setUrl(call.base());
        statement.setFhirVersion("1.0.2");
        statement.setAcceptUnknown(UnknownContentCodeEnum.UNKNOWN_ELEMENTS_AND_EXTENSIONS);
        statement.addFormat(Format.XML.mediaType());
        statement.addFormat(Format.JSON.mediaType());
        List.of(Uris.ORDER_PROFILE, Uris.BASIC_PROFILE, Uris.OUTCOME_PROFILE)
                .forEach(url -> statement.addProfile().setReference(url));
        Conformance.Rest rest = statement.addRest().setMode(RestfulConformanceModeEnum.SERVER);
        describeOrders(offered(call.provider().interactions()), rest);
        return statement;
    }

    private static void describeOrders(List<TypeRestfulInteractionEnum> offered, Conformance.Rest rest) {
        if (!offered.isEmpty()) {
            Conformance.RestResource order = rest.addResource();
            order.setType(ResourceTypeEnum.ORDER);
            order.setProfile(new ResourceReferenceDt(Uris.ORDER_PROFILE));
            offered.forEach(interaction -> order.addInteraction().setCode(interaction));
            order.setVersioning(ResourceVersionPolicyEnum.VERSIONED);
        }
    }

    /**
     * What is turned off for a provider is not claimed. FHIR's resource needs an interaction: where there is none,
     * neither is it.
     */
    private static List<TypeRestfulInteractionEnum> offered(Set<RegisteredInteraction> interactions) {
        List<TypeRestfulInteractionEnum> offered = new ArrayList<>();
        if (interactions.contains(RegisteredInteraction.CREATE_ORDER)) {
            offered.add(TypeRestfulInteractionEnum.CREATE);
        }
        if (interactions.contains(RegisteredInteraction.READ_ORDER)) {
            offered.addAll(List.of(TypeRestfulInteractionEnum.READ, TypeRestfulInteractionEnum.VREAD));
        }
        return offered;
    }
}

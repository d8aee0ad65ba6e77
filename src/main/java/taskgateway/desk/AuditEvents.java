package taskgateway.desk;

import ca.uhn.fhir.model.api.ExtensionDt;
import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import ca.uhn.fhir.model.dstu2.composite.CodingDt;
import ca.uhn.fhir.model.dstu2.composite.IdentifierDt;
import ca.uhn.fhir.model.dstu2.resource.AuditEvent.Event;
import ca.uhn.fhir.model.dstu2.resource.AuditEvent.ObjectElement;
import ca.uhn.fhir.model.dstu2.resource.AuditEvent.Participant;
import ca.uhn.fhir.model.dstu2.resource.AuditEvent;
import ca.uhn.fhir.model.dstu2.valueset.AuditEventActionEnum;
import ca.uhn.fhir.model.dstu2.valueset.AuditEventOutcomeEnum;
import ca.uhn.fhir.model.primitive.InstantDt;
import ca.uhn.fhir.model.primitive.StringDt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import taskgateway.fhir.Uris;
import taskgateway.fhir.XmlText;

/** Audit records as FHIR DSTU2 AuditEvents (specification, section 8). */
final class AuditEvents {

    /** This project's own: which record of which chain it is, with the hashes that prove it. */
    static final String CHAIN = "urn:taskgateway:StructureDefinition:audit-chain";

    private static final String EVENT_TYPE = "http://hl7.org/fhir/audit-event-type";
    private static final String INTERACTION = "http://hl7.org/fhir/restful-interaction";
    private static final String OBJECT_TYPE = "http://hl7.org/fhir/object-type";
    private static final String OBJECT_ROLE = "http://hl7.org/fhir/object-role";
    private static final String ASID = "https://fhir.nhs.uk/Id/nhsSpineASID";
    private static final String TRACE = "urn:taskgateway:trace-id";
    private static final String GATEWAY = "urn:taskgateway:gateway";
    private static final String OPERATOR = "urn:taskgateway:operator";

    private AuditEvents() {
    }

    /** The same for the same record, whoever exports it. */
    static UUID id(Map<String, Object> record) {
        return UUID.nameUUIDFromBytes((record.get("gateway") + "\n" + record.get("sequence"))
                .getBytes(StandardCharsets.UTF_8));
    }

    /** A record, its columns by name. */
    static AuditEvent of(Map<String, Object> record) {
        AuditEvent event = new AuditEvent();
        event.addUndeclaredExtension(chain(record));
        event.setEvent(event(record));
        event.addParticipant(user(record));
        if (text(record, "from_asid") != null || text(record, "system") != null) {
            event.addParticipant(system(record));
        }
        event.getSource().setIdentifier(new IdentifierDt(GATEWAY, text(record, "gateway")));
        objects(record, event);
        return event;
    }

    private static ExtensionDt chain(Map<String, Object> record) {
        ExtensionDt chain = new ExtensionDt(false, CHAIN);
        for (String part : new String[] {"gateway", "sequence", "previous_hash", "hash"}) {
            chain.addUndeclaredExtension(
                    new ExtensionDt(false, part.replace('_', '-'), new StringDt(record.get(part).toString())));
        }
        return chain;
    }

    private static Event event(Map<String, Object> record) {
        int status = (Integer) record.get("status");
        Event event = new Event();
        what(record, event);
        event.setDateTime(new InstantDt(Date.from((Instant) record.get("received_at")), TemporalPrecisionEnum.MILLI,
                TimeZone.getTimeZone("UTC")));
        event.setOutcome(status < 400 ? AuditEventOutcomeEnum.SUCCESS
                : status < 500 ? AuditEventOutcomeEnum.MINOR_FAILURE : AuditEventOutcomeEnum.SERIOUS_FAILURE);
        event.setOutcomeDesc(status == 0 ? text(record, "outcome") : status + " " + text(record, "outcome"));
        if (text(record, "reason") != null) {
            event.addPurposeOfEvent().setDisplay(text(record, "reason"));
        }
        return event;
    }

    /** A refused request may not say what it is. */
    private static void what(Map<String, Object> record, Event event) {
        if (operator(record)) {
            event.setType(new CodingDt("http://nema.org/dicom/dicm", "110100").setDisplay("Application Activity"));
            event.setAction(AuditEventActionEnum.EXECUTE);
            return;
        }
        event.setType(new CodingDt(EVENT_TYPE, "rest").setDisplay("Restful Operation"));
        String interaction = String.valueOf(text(record, "interaction"));
        if (interaction.contains(":read:")) {
            event.setAction(AuditEventActionEnum.READ_VIEW_PRINT);
            event.addSubtype(new CodingDt(INTERACTION, "read"));
        } else if (interaction.contains(":create:")) {
            event.setAction(AuditEventActionEnum.CREATE);
            event.addSubtype(new CodingDt(INTERACTION, "create"));
        }
    }

    private static Participant user(Map<String, Object> record) {
        Participant user = new Participant().setRequestor(true);
        if (text(record, "user_id") != null) {
            user.setUserId(new IdentifierDt(operator(record) ? OPERATOR : Uris.SDS_USER, text(record, "user_id")));
        }
        user.setName(text(record, "user_name"));
        if (text(record, "user_role") != null) {
            user.addRole().setText(text(record, "user_role"));
        }
        if (text(record, "organisation") != null) {
            user.setAltId(text(record, "organisation"));
        }
        if (text(record, "device") != null) {
            user.getNetwork().setAddress(text(record, "device"));
        }
        return user;
    }

    private static Participant system(Map<String, Object> record) {
        Participant system = new Participant().setRequestor(false);
        system.setUserId(new IdentifierDt(ASID, text(record, "from_asid")));
        system.setName(text(record, "system"));
        return system;
    }

    private static void objects(Map<String, Object> record, AuditEvent event) {
        if (text(record, "patient") != null) {
            ObjectElement patient =
                    event.addObject().setType(new CodingDt(OBJECT_TYPE, "1")).setRole(new CodingDt(OBJECT_ROLE, "1"));
            patient.getReference().setReference(text(record, "patient"));
            patient.setDescription("patient of provider " + text(record, "provider_ods"));
        }
        if (text(record, "task_id") != null || text(record, "task_identifier") != null) {
            task(record, event);
        }
        request(record, event.addObject().setType(new CodingDt(OBJECT_TYPE, "2"))
                .setRole(new CodingDt(OBJECT_ROLE, "24")));
    }

    private static void task(Map<String, Object> record, AuditEvent event) {
        ObjectElement task =
                event.addObject().setType(new CodingDt(OBJECT_TYPE, "2")).setRole(new CodingDt(OBJECT_ROLE, "4"));
        if (text(record, "task_id") != null) {
            task.getReference().setReference("Order/" + text(record, "task_id"));
        }
        if (text(record, "task_identifier") != null) {
            task.setIdentifier(identifier(text(record, "task_identifier")));
        }
    }

    private static void request(Map<String, Object> record, ObjectElement request) {
        if (text(record, "trace_id") != null) {
            request.setIdentifier(new IdentifierDt(TRACE, text(record, "trace_id")));
        }
        request.setDescription(operator(record) ? "operator's command" : "request by " + text(record, "via"));
        for (String detail
                : new String[] {"interaction", "provider_ods", "to_asid", "requested_record", "token_renewed",
                        "other_headers"}) {
            if (record.get(detail) != null) {
                request.addDetail().setType(detail.replace('_', '-'))
                        .setValue(record.get(detail).toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static IdentifierDt identifier(String text) {
        int bar = text.indexOf('|');
        IdentifierDt identifier = new IdentifierDt().setValue(text.substring(bar + 1));
        return bar <= 0 ? identifier : identifier.setSystem(text.substring(0, bar));
    }

    private static boolean operator(Map<String, Object> record) {
        return "COMMAND".equals(record.get("via"));
    }

    /** A message's properties may hold anything, and XML has no room for some of it. */
    private static String text(Map<String, Object> record, String column) {
        return XmlText.writable((String) record.get(column));
    }
}

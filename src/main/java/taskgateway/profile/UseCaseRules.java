package taskgateway.profile;

import ca.uhn.fhir.model.api.IResource;
import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.dstu2.resource.Basic;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.model.primitive.IdDt;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import taskgateway.fhir.Uris;
import taskgateway.fhir.strict.Narrative;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * What the use case asks of a task beyond the profiles' definitions (specification, section 5: the profiles are
 * asserted, the date is today, the narrative is there; section 6: the client sends no id).
 */
public final class UseCaseRules {

    /** "Today" is the date in this zone, whatever zone the machine keeps (section 5, date). */
    public static final ZoneId ZONE = ZoneId.of("Europe/London");

    private static final int DAY_PRECISION = "YYYY-MM-DD".length();

    private UseCaseRules() {
    }

    /**
     * @param order a task as decoded
     * @param at    when it was received
     * @return every rule broken; empty when all hold
     */
    public static List<Finding> check(Order order, Instant at) {
        List<Finding> findings = new ArrayList<>();
        profile(order, Uris.ORDER_PROFILE, "/f:Order", findings);
        id(order, findings);
        date(order.getDateElement().getValueAsString(), LocalDate.ofInstant(at, ZONE), findings);
        List<IResource> contained = order.getContained().getContainedResources();
        for (int i = 0; i < contained.size(); i++) {
            if (contained.get(i) instanceof Basic basic) {
                basic(basic, "/f:Order/f:contained" + (contained.size() > 1 ? "[" + (i + 1) + "]" : "") + "/f:Basic",
                        findings);
            }
        }
        return findings;
    }

    private static void basic(Basic basic, String path, List<Finding> findings) {
        profile(basic, Uris.BASIC_PROFILE, path, findings);
        if (!Narrative.isThere(basic.getText())) {
            findings.add(Rule.NARRATIVE_EMPTY.found(path + "/f:text/h:div",
                    "The Basic must hold the task's text, as XHTML"));
        }
    }

    private static void profile(IResource resource, String profile, String path, List<Finding> findings) {
        List<IdDt> asserted = ResourceMetadataKeyEnum.PROFILES.get(resource);
        if (asserted == null || asserted.stream().noneMatch(each -> profile.equals(each.getValue()))) {
            findings.add(Rule.PROFILE_NOT_ASSERTED.found(path + "/f:meta/f:profile",
                    "meta.profile must hold " + profile));
        }
    }

    private static void id(Order order, List<Finding> findings) {
        if (!order.getId().isEmpty()) {
            findings.add(Rule.CLIENT_ID.found("/f:Order/f:id", Rule.CLIENT_ID.requirement()));
        }
    }

    private static void date(String value, LocalDate today, List<Finding> findings) {
        String fault = null;
        if (value == null || value.isEmpty()) {
            fault = "The date is missing: send today's";
        } else if (value.length() < DAY_PRECISION) {
            fault = "The date must be given to the day at least";
        } else if (!today.equals(day(value))) {
            fault = "The date must be today's in Europe/London: " + today;
        }
        if (fault != null) {
            findings.add(Rule.DATE_NOT_TODAY.found("/f:Order/f:date", fault));
        }
    }

    /** The day in London that a FHIR dateTime names; without a zone it is London's already. Null when it names none. */
    public static LocalDate day(String value) {
        try {
            if (value.length() == DAY_PRECISION) {
                return LocalDate.parse(value);
            }
            TemporalAccessor moment =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(value, ZonedDateTime::from, LocalDateTime::from);
            return moment instanceof ZonedDateTime zoned ? zoned.withZoneSameInstant(ZONE).toLocalDate()
                    : LocalDate.from(moment);
        } catch (DateTimeException noMoment) {
            return null;
        }
    }
}

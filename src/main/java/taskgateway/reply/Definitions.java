package taskgateway.reply;

import org.apache.camel.Variable;
import org.hl7.fhir.instance.model.api.IBaseResource;
import taskgateway.profile.Profiles;
import taskgateway.request.Call;
import taskgateway.rules.Rule;

/** The project's own profiles and value sets, for anybody to read (specification, section 2). */
public final class Definitions {

    private final Profiles profiles;

    public Definitions(Profiles profiles) {
        this.profiles = profiles;
    }

    /**
     * The definition asked for.
     *
     * @throws taskgateway.rules.Refusal PATH_UNKNOWN when there is none
     */
    public IBaseResource findDefinition(@Variable("call") Call call) {
        String[] typeAndId = call.id().split("/", 2);
        return profiles.definition(typeAndId[0], typeAndId[1])
                .orElseThrow(() -> Rule.PATH_UNKNOWN.found("There is no such definition here.").refusal());
    }
}

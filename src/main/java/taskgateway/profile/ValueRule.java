package taskgateway.profile;

import org.hl7.fhir.instance.model.api.IBase;
import taskgateway.fhir.ElementPath;

/** What a profile demands of a value that is there. */
interface ValueRule {

    /** Adds to the walk what is wrong with the value. */
    void check(IBase value, ElementPath place, ProfileWalk walk);
}

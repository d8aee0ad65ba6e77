package taskgateway.reply;

import taskgateway.process.Assembly;
import taskgateway.profile.Profiles;

/** Makes the beans that write answers. */
public final class ReplyBeans {

    private ReplyBeans() {
    }

    /**
     * Adds them.
     *
     * @param profiles that callers may read
     * @param version  of this program
     */
    public static void addTo(Assembly gateway, Refusals refusals, Profiles profiles, String version) {
        gateway.bind("refusals", refusals);
        gateway.bind("replies", new Replies());
        gateway.bind("definitions", new Definitions(profiles));
        gateway.bind("metadata", new Metadata(version));
    }
}

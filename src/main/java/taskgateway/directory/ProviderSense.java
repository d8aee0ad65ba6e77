package taskgateway.directory;

import com.fasterxml.jackson.core.JsonPointer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether what is sent to a provider reaches it, and nobody else. A task that has been acknowledged and then goes to a queue
 * of the gateway's own, or to that of another provider, is lost.
 */
final class ProviderSense {

    private final DirectorySheet sheet;
    private final Surroundings around;
    private final List<DirectoryPage.Entry> providers;

    ProviderSense(DirectorySheet sheet, Surroundings around, List<DirectoryPage.Entry> providers) {
        this.sheet = sheet;
        this.around = around;
        this.providers = providers;
    }

    /** @throws IllegalArgumentException naming the first value that cannot work */
    void check() {
        for (int i = 0; i < providers.size(); i++) {
            JsonPointer at = DirectorySheet.entry("providers", i);
            DirectoryPage.Entry provider = providers.get(i);
            retired(at.appendProperty("retired"), provider);
            if (provider.transport() == Transport.HOSTED_JMS) {
                queue(at.appendProperty("address"), provider);
            } else {
                url(at.appendProperty("address"), provider);
            }
            shared(at.appendProperty("shared"), provider);
            authority(at.appendProperty("ca"), provider);
        }
    }

    /** What waits for a FHIR provider is a message that gets its outcome without it too. */
    private void retired(JsonPointer at, DirectoryPage.Entry provider) {
        require(!provider.retired() || provider.transport().hosted(), at,
                "is for hosted providers; one of transport " + provider.transport() + " is taken out");
    }

    private void url(JsonPointer at, DirectoryPage.Entry provider) {
        ServiceRoot address = sheet.read(at, provider.address(), ServiceRoot::of);
        require(!around.own().hold(address), at, address + " is this gateway: what is sent there comes back");
    }

    private void queue(JsonPointer at, DirectoryPage.Entry provider) {
        String queue = sheet.read(at, provider.address(), QueueName::of).name();
        String setting = around.queues().get(queue);
        require(setting == null, at, queue + " is the gateway's own queue (" + setting + "): tasks sent there are lost");
        providers.stream().filter(it -> it != provider && sharesQueue(it, provider) && !(it.shared() && provider.shared())).findFirst()
                .ifPresent(other -> {
                    throw sheet.fault(at, queue + " is the queue of provider " + other.ods() + " too: where that is meant and its reader"
                            + " goes by the property ProviderOdsCode, both say shared: true");
                });
    }

    private void shared(JsonPointer at, DirectoryPage.Entry provider) {
        require(!provider.shared() || provider.transport() == Transport.HOSTED_JMS, at,
                "is for providers of transport HOSTED_JMS, this one's is " + provider.transport());
        require(!provider.shared() || providers.stream().anyMatch(it -> it != provider && sharesQueue(it, provider)), at,
                "is true, but no other provider has the address " + provider.address() + ": one of them is misspelt, or shared"
                        + " is to be left out");
    }

    private static boolean sharesQueue(DirectoryPage.Entry one, DirectoryPage.Entry other) {
        return one.transport() == Transport.HOSTED_JMS && other.transport() == Transport.HOSTED_JMS
                && one.address().equals(other.address());
    }

    private void authority(JsonPointer at, DirectoryPage.Entry provider) {
        if (!provider.ca().isBlank()) {
            require(provider.transport() != Transport.HOSTED_JMS && provider.address().regionMatches(true, 0, "https:", 0, 6), at,
                    "is for an address that begins with https:");
            Path file = sheet.read(at, provider.ca(), Path::of);
            require(Files.isRegularFile(file) && Files.isReadable(file), at, provider.ca() + " is no file that can be read");
        }
    }

    private void require(boolean right, JsonPointer at, String words) {
        if (!right) {
            throw sheet.fault(at, words);
        }
    }
}

package taskgateway.directory;

import com.fasterxml.jackson.core.JsonPointer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether what is sent to a provider reaches it, and nobody else. A task that has been acknowledged and then goes to a
 * queue of the gateway's own, or to that of another provider, is lost.
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
            address(at.appendProperty("address"), provider);
            shared(at.appendProperty("shared"), provider);
            authority(at.appendProperty("ca"), provider);
        }
    }

    /** What waits for a FHIR provider is a message that gets its outcome without it too. */
    private void retired(JsonPointer at, DirectoryPage.Entry provider) {
        require(!provider.retired() || provider.transport().hosted(), at,
                "is for hosted providers; one of transport " + provider.transport().name() + " is taken out");
    }

    private void address(JsonPointer at, DirectoryPage.Entry provider) {
        sheet.read(at, provider.address(), address -> provider.transport().fault(address, around)).ifPresent(fault -> {
            throw sheet.fault(at, fault);
        });
        others(provider).filter(other -> !(other.shared() && provider.shared())).findFirst().ifPresent(other -> {
            throw sheet.fault(at,
                    provider.address() + " is the address of provider " + other.ods() + " too: where that is meant and"
                    + " whoever reads there goes by ProviderOdsCode, both say shared: true");
        });
    }

    private void shared(JsonPointer at, DirectoryPage.Entry provider) {
        require(!provider.shared() || provider.transport().shares(), at,
                "is for providers of transport " + Transports.names(Transport::shares) + ", this one's is "
                        + provider.transport().name());
        require(!provider.shared() || others(provider).findFirst().isPresent(), at,
                "is true, but no other provider has the address " + provider.address()
                        + ": one of them is misspelt, or shared is to be left out");
    }

    /** Other providers whose tasks go to the same address. */
    private Stream<DirectoryPage.Entry> others(DirectoryPage.Entry provider) {
        return providers.stream().filter(it -> it != provider && provider.transport().shares()
                && it.transport() == provider.transport() && it.address().equals(provider.address()));
    }

    private void authority(JsonPointer at, DirectoryPage.Entry provider) {
        if (!provider.ca().isBlank()) {
            require(provider.transport().usesTls(provider.address()), at,
                    "is for an address that begins with https:");
            Path file = sheet.read(at, provider.ca(), Path::of);
            require(Files.isRegularFile(file) && Files.isReadable(file), at,
                    provider.ca() + " is no file that can be read");
        }
    }

    private void require(boolean right, JsonPointer at, String words) {
        if (!right) {
            throw sheet.fault(at, words);
        }
    }
}

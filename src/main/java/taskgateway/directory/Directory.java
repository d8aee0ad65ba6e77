package taskgateway.directory;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who may send and who receives, as configuration names them ({@code config/directory.yaml}). Immutable. */
public final class Directory {

    private final Map<String, Consumer> consumers;
    private final Map<String, Provider> providers;

    private Directory(List<Consumer> consumers, List<Provider> providers) {
        this.consumers = consumers.stream().collect(Collectors.toUnmodifiableMap(Consumer::asid, Function.identity()));
        this.providers = providers.stream().collect(Collectors.toUnmodifiableMap(Provider::ods, Function.identity()));
    }

    /**
     * Reads a directory for who only looks a party up in it.
     *
     * @param yaml the file's text, its placeholders resolved
     * @throws IllegalArgumentException saying in one line what is wrong, with its line
     */
    public static Directory parse(String yaml) {
        DirectorySheet sheet = DirectorySheet.of(yaml);
        return of(sheet, page(sheet));
    }

    /**
     * Reads a directory for a gateway: every value must work there.
     *
     * @throws IllegalArgumentException as {@link #parse(String)}
     */
    public static Directory parse(String yaml, Surroundings surroundings) {
        DirectorySheet sheet = DirectorySheet.of(yaml);
        DirectoryPage page = page(sheet);
        new DirectorySense(sheet, surroundings).check(page);
        new ProviderSense(sheet, surroundings, page.providers()).check();
        return of(sheet, page);
    }

    private static DirectoryPage page(DirectorySheet sheet) {
        DirectoryPage page = sheet.as(DirectoryPage.class);
        unique(sheet, "consumers", "asid", page.consumers().stream().map(Consumer::asid).toList());
        unique(sheet, "providers", "ods", page.providers().stream().map(DirectoryPage.Entry::ods).toList());
        unique(sheet, "providers", "asid", page.providers().stream().map(DirectoryPage.Entry::asid).toList());
        return page;
    }

    private static Directory of(DirectorySheet sheet, DirectoryPage page) {
        List<Provider> providers = new ArrayList<>();
        for (DirectoryPage.Entry entry : page.providers()) {
            JsonPointer serviceRoot = DirectorySheet.entry("providers", providers.size()).appendProperty("serviceRoot");
            providers.add(entry.provider(sheet.read(serviceRoot, entry.serviceRoot(), entry::root)));
        }
        return new Directory(page.consumers(), providers);
    }

    private static void unique(DirectorySheet sheet, String list, String key, List<String> values) {
        Map<String, JsonPointer> seen = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            JsonPointer here = DirectorySheet.entry(list, i).appendProperty(key);
            JsonPointer before = seen.putIfAbsent(values.get(i), here);
            if (before != null) {
                throw sheet.fault(here, values.get(i) + " stands in line " + sheet.line(before) + " too");
            }
        }
    }

    /** The provider with this ODS code; letter case matters. */
    public Optional<Provider> provider(String ods) {
        return Optional.ofNullable(providers.get(ods));
    }

    /** Every provider, by ODS code. */
    public List<Provider> providers() {
        return providers.values().stream().sorted((a, b) -> a.ods().compareTo(b.ods())).toList();
    }

    /** Every provider whose tasks the gateway keeps and delivers, the retired ones too, by ODS code. */
    public List<Provider> hosted() {
        return providers().stream().filter(provider -> provider.transport().hosted()).toList();
    }

    /** Every consumer. */
    public Collection<Consumer> consumers() {
        return consumers.values();
    }

    /** The consumer with this ASID. */
    public Optional<Consumer> consumer(String asid) {
        return Optional.ofNullable(consumers.get(asid));
    }
}

package taskgateway.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import taskgateway.fhir.Format;
import taskgateway.proof.Notation.Mutation;

/**
 * Makes mutants of the specification's worked example, which leaves out all it can and needs mending, and of a task
 * that has everything a task may have. The same seed makes the same mutants.
 */
final class Mutants {

    private static final int MOST_CHANGES = 4;
    /** What is done in every place, and not only where chance wants it. */
    private static final Set<String> EVERYWHERE = Set.of("drop", "double", "repeat", "move", "put");

    private final Random random;
    private final List<Mutant> mutants = new ArrayList<>();

    private Mutants(long seed) {
        random = new Random(seed);
    }

    /** The worked example and the rich task, as they are. */
    static List<Mutant> unchanged() {
        Mutants all = new Mutants(0);
        all.each(new Maker() {
            @Override
            public <T> void make(Notation<T> notation, String task) {
                all.mutants.add(mutant("nothing", notation, notation.read(task)));
            }
        });
        return all.mutants;
    }

    /**
     * Mutants with one change. In every place of every task what stands there is left out, doubled, moved, given a
     * value of another kind, and given another text, which for a code is another code and for a reference another
     * reference; and more are drawn from every change in every place.
     *
     * @param most   how many more are drawn; all when there are no more
     * @param always the changes that are taken without being drawn
     */
    static List<Mutant> single(long seed, int most, Set<String> always) {
        Mutants all = new Mutants(seed);
        List<Supplier<Mutant>> taken = new ArrayList<>();
        List<Change> drawn = new ArrayList<>();
        all.each(new Maker() {
            @Override
            public <T> void make(Notation<T> notation, String task) {
                T tree = notation.read(task);
                notation.mutations(tree).forEach(mutation -> {
                    Supplier<Mutant> maker = () -> mutant(mutation.what(), notation, mutation.done().apply(tree));
                    if (always.contains(mutation.what())) {
                        taken.add(maker);
                    } else {
                        drawn.add(new Change(task.hashCode() + " " + notation.format() + " " + way(mutation.what()),
                                maker));
                    }
                });
            }
        });
        Collections.shuffle(drawn, all.random);
        Set<String> ways = new HashSet<>();
        Map<Boolean, List<Change>> first =
                drawn.stream().collect(Collectors.partitioningBy(change -> ways.add(change.way())));
        first.get(true).forEach(change -> taken.add(change.maker()));
        return Stream.concat(taken.stream(), first.get(false).stream().limit(most).map(Change::maker))
                .map(Supplier::get).toList();
    }

    private record Change(String way, Supplier<Mutant> maker) {
    }

    /** The verb and the place, and of what is put there whether it is a text or a value of another kind. */
    private static String way(String what) {
        String verb = what.substring(0, what.indexOf(' '));
        if (!EVERYWHERE.contains(verb)) {
            return verb;
        }
        String put = verb.equals("put") ? what.matches("(?s)put [\"'<].*") ? " a text" : " a value" : "";
        return verb + put + what.substring(Math.max(what.lastIndexOf(" /"), what.lastIndexOf(' ')));
    }

    /** Mutants with two to four changes. */
    static List<Mutant> several(long seed, int count) {
        Mutants all = new Mutants(seed);
        while (all.mutants.size() < count) {
            all.each(new Maker() {
                @Override
                public <T> void make(Notation<T> notation, String task) {
                    T tree = notation.read(task);
                    List<String> what = new ArrayList<>();
                    for (int changes = 2 + all.random.nextInt(MOST_CHANGES - 1); changes > 0; changes--) {
                        List<Mutation<T>> possible = notation.mutations(tree);
                        Mutation<T> mutation = possible.get(all.random.nextInt(possible.size()));
                        tree = mutation.done().apply(tree);
                        what.add(mutation.what());
                    }
                    all.mutants.add(mutant(String.join("; then ", what), notation, tree));
                }
            });
        }
        return all.mutants;
    }

    private interface Maker {
        <T> void make(Notation<T> notation, String task);
    }

    private void each(Maker maker) {
        String rich = read("src/test/resources/proof/task.json");
        maker.make(new JsonNotation(), rich);
        maker.make(new XmlNotation(), Format.XML.encode(Judges.gateway(rich, Format.JSON).order()));
        maker.make(new JsonNotation(), read("examples/task.json"));
        maker.make(new XmlNotation(), read("examples/task.xml"));
    }

    private static <T> Mutant mutant(String what, Notation<T> notation, T tree) {
        return new Mutant(what, notation.format(), notation.write(tree), notation.write(notation.mended(tree)));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}

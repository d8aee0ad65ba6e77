package taskgateway.proof;

import java.util.List;
import java.util.function.UnaryOperator;
import taskgateway.fhir.Format;

/**
 * One of the two formats, as the mutations need it: a tree that can be wrong in every way in which the format can.
 *
 * @param <T> the tree
 */
interface Notation<T> {

    Format format();

    T read(String task);

    String write(T tree);

    /** Everything that can be done to the tree in one place. The mutations leave the tree as it is and make another. */
    List<Mutation<T>> mutations(T tree);

    /**
     * The tree with what the specification says must be tolerated and mended (section 5, "Note what it breaks in base
     * FHIR"): written here a second time, and simply, since what the gateway mends is part of what is to be proved.
     */
    T mended(T tree);

    /**
     * @param what what is done, and where
     * @param done does it
     */
    record Mutation<T>(String what, UnaryOperator<T> done) {
    }
}

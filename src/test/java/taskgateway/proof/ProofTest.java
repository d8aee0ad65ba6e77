package taskgateway.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import taskgateway.fhir.Format;
import taskgateway.fhir.Uris;
import taskgateway.proof.Difference.Side;
import taskgateway.proof.Judges.Verdict;
import taskgateway.testkit.Slow;

/**
 * The proof: of thousands of mutated tasks, in both formats, the gateway accepts what HAPI's instance validator accepts
 * on the same profiles, and refuses what it refuses, save for the table of {@link Difference}; and what it accepts
 * conforms as it is handed on. Every element is left out, doubled, retyped, re-coded and re-referenced; beside that a
 * sample is drawn. {@code -Dproof.singles=1000000} judges every single mutation there is (minutes),
 * {@code -Dproof.seed=…} others.
 *
 * <p>Not asked: codes that no required binding binds. HAPI's validator fails on such a code when FHIR itself defines
 * its system, so no task here has one.
 */
@Slow
class ProofTest {

    private static final long SEED = Long.getLong("proof.seed", 20180214L);
    private static final int SINGLES = Integer.getInteger("proof.singles", 1_000);
    private static final int SEVERALS = Integer.getInteger("proof.severals", 400);
    private static final int SHOWN = 20;

    private final Set<Difference> used = ConcurrentHashMap.newKeySet();

    @Test
    void bothAcceptTheTasksThatTheMutantsAreMadeOf() {
        assertThat(Mutants.unchanged()).hasSize(4).allSatisfy(task -> {
            assertThat(Judges.gateway(task.body(), task.format()).refusals()).isEmpty();
            assertThat(Judges.hapi(task.mended())).isEmpty();
        });
    }

    /**
     * A reason with a Coding for each task type says two things at once, "Information Only" and "Action Needed". Both
     * accept it: the binding of reason[x] asks for one code of the value set, no profile bounds the Codings of a
     * CodeableConcept (section 5 bounds reason[x] alone, and so did the published definition), and section 6 names no
     * such fault. A provider gets it as it was sent; to refuse it would refuse, for a rule of ours, a task that the
     * specification allows.
     */
    @Test
    void bothAcceptAReasonThatHoldsBothTaskTypes() {
        Mutant task = Mutants.unchanged().get(0);
        String coding = "{\"system\":\"" + Uris.TASK_TYPE + "\",\"code\":\"1\"},{\"id\":\"coding-1\"";
        String both = task.body().replace("{\"id\":\"coding-1\"", coding);
        assertThat(both).isNotEqualTo(task.body());
        assertThat(Judges.gateway(both, task.format()).refusals()).isEmpty();
        assertThat(Judges.hapi(both)).isEmpty();
    }

    @Test
    void theGatewayAndHapiAgreeSaveWhereTheyShouldNot(TestReporter reporter) {
        List<Mutant> mutants = new ArrayList<>(Mutants.single(SEED, SINGLES, Stream.of(Difference.values())
                .map(Difference::shownBy).collect(Collectors.toSet())));
        mutants.addAll(Mutants.several(SEED, SEVERALS));
        List<String> wrong = mutants.parallelStream().flatMap(mutant -> compare(mutant).stream()).toList();
        reporter.publishEntry("proof",
                mutants.size() + " mutants, " + Judges.judged() + " verdicts of HAPI, seed " + SEED);
        assertThat(wrong.stream().limit(SHOWN))
                .as("%d of %d mutants of the seed %d", wrong.size(), mutants.size(), SEED).isEmpty();
        assertThat(used).as("every intended difference is still one").containsExactlyInAnyOrder(Difference.values());
    }

    /** What is wrong: the mutant with both verdicts. */
    private Optional<String> compare(Mutant mutant) {
        Verdict ours = Judges.gateway(mutant.body(), mutant.format());
        List<String> hapis = Judges.hapi(mutant.mended());
        boolean right;
        if (ours.refusals().isEmpty()) {
            right = explained(Side.HAPI, hapis) && conformsAsHandedOn(ours, mutant);
        } else {
            right = !hapis.isEmpty() || explained(Side.GATEWAY, ours.refusals());
        }
        return right ? Optional.empty()
                : Optional.of(String.format("%n%s: %s%n  the gateway: %s%n  HAPI: %s%n", mutant.format(),
                mutant.what(), words(ours.refusals()), words(hapis)));
    }

    private static String words(List<String> refusals) {
        return refusals.isEmpty() ? "accepts" : String.join("; ", refusals);
    }

    private boolean explained(Side side, Collection<String> refusals) {
        return refusals.stream().allMatch(refusal -> {
            List<Difference> found =
                    Stream.of(Difference.values()).filter(each -> each.explains(side, refusal)).toList();
            used.addAll(found);
            return !found.isEmpty();
        });
    }

    /** In the other format, which goes through all of the writing. */
    private boolean conformsAsHandedOn(Verdict ours, Mutant mutant) {
        Format other = mutant.format() == Format.JSON ? Format.XML : Format.JSON;
        return explained(Side.HAPI, Judges.hapi(other.encode(ours.order())));
    }
}

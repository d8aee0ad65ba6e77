package taskgateway.receive.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import taskgateway.receive.http.BodyBudget.Share;

/** Who holds memory for a body, and who gives it up to whom. */
class BodyBudgetTest {

    private final BodyBudget budget = new BodyBudget(100);
    private final List<String> gaveWay = new ArrayList<>();

    @Test
    void aBodyIsRefusedForWhichThereIsNoRoomAndWhatIsGivenBackIsFree() {
        Share first = share("first");
        assertThat(first.take(60)).isTrue();
        assertThat(first.take(40)).isTrue();
        assertThat(share("second").take(1)).isFalse();
        first.release();
        first.release();
        assertThat(budget.held()).isZero();
        assertThat(share("third").take(100)).isTrue();
    }

    @Test
    void bodiesThatArriveAtOneTimeDoNotPushEachOtherOut() {
        assertThat(share("first").take(60)).isTrue();
        assertThat(share("second").take(60)).isFalse();
        assertThat(gaveWay).isEmpty();
    }

    @Test
    void theOldestThatStillArriveGiveWayToANewOneAndNoMoreThanMust() {
        Share first = share("first");
        Share second = share("second");
        Share third = share("third");
        assertThat(first.take(20) && second.take(20) && third.take(50)).isTrue();

        Awaitility.await().until(() -> share("new").take(50));

        assertThat(gaveWay).containsExactly("first", "second");
        assertThat(budget.held()).isEqualTo(100);
        assertThat(first.take(1)).as("who gave way is out").isFalse();
    }

    @Test
    void aBodyThatIsWholeGivesWayToNobodyAndASlowOnePushesNobodyOut() {
        Share whole = share("whole");
        Share slow = share("slow");
        Share slower = share("slower");
        assertThat(slower.take(10) && whole.take(60) && slow.take(10)).isTrue();
        whole.whole();

        Awaitility.await().until(() -> share("new").take(30));
        assertThat(gaveWay).containsExactly("slower");
        assertThat(slow.take(40)).isFalse();
        assertThat(share("too large").take(91)).as("all that could give way would not do").isFalse();
        assertThat(gaveWay).as("and so nobody has to").containsExactly("slower");
    }

    private Share share(String name) {
        return budget.share(() -> gaveWay.add(name));
    }
}

package taskgateway.receive.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/**
 * The memory that the bodies of all requests hold together, packed and unpacked, and the tasks that are read, from when
 * they arrive until the answers have left. It is shared by this rule:
 *
 * <ul>
 * <li>What has arrived counts, not what was announced: who sends nothing holds nothing.
 * <li>Every connection has {@link #OWN} bytes beside. Most tasks fit into them, and nobody can take them away.
 * <li>A body for which there is no room is refused, and what it held is free.
 * <li>But first the bodies give way that have been arriving for longer than {@link #GRACE}, the oldest first, to those
 * that have not. Who sends slowly holds no room that others need; those that arrive at one time do not push each other
 * out.
 * </ul>
 */
final class BodyBudget {

    /** Bytes that a connection has beside. */
    static final int OWN = 16 * 1024;

    /** In this time a body of megabytes arrives over a line that is not slow. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private final long limit;
    private long held;

    /** Of bodies that still arrive, in the order in which they began. */
    private final Set<Share> arriving = new LinkedHashSet<>();

    BodyBudget(long limit) {
        this.limit = limit;
    }

    /** Bytes held at the moment, those beside not counted. */
    synchronized long held() {
        return held;
    }

    /** The refusal of a body for which there is no room. */
    static Refusal full() {
        return Rule.TOO_BUSY.found(
                "The service holds as many large tasks as it can. Nothing was sent: try again later.").refusal(GRACE);
    }

    /**
     * What a request holds: nothing yet.
     *
     * @param giveWay called, on any thread, when its body has lost its room
     */
    Share share(Runnable giveWay) {
        return new Share(giveWay);
    }

    /** What one request holds. */
    final class Share {

        private final Runnable giveWay;
        private long begun;
        private long mine;
        private boolean whole;
        private boolean released;

        private Share(Runnable giveWay) {
            this.giveWay = giveWay;
        }

        /** Takes so many bytes more; false where there is no room and none can be made. */
        boolean take(long bytes) {
            synchronized (BodyBudget.this) {
                if (released || !room(held + bytes - limit)) {
                    return false;
                }
                held += bytes;
                mine += bytes;
                if (!whole && arriving.add(this)) {
                    begun = System.nanoTime();
                }
                return true;
            }
        }

        /** The body is whole, and gives way to no other. */
        void whole() {
            synchronized (BodyBudget.this) {
                whole = true;
                arriving.remove(this);
            }
        }

        /** Gives all of it back, for good. */
        void release() {
            synchronized (BodyBudget.this) {
                arriving.remove(this);
                held -= mine;
                mine = 0;
                released = true;
            }
        }

        private boolean room(long missing) {
            List<Share> leaving = new ArrayList<>();
            for (Share other : slow() ? List.<Share>of() : arriving) {
                if (missing <= 0 || !other.slow()) {
                    break;
                }
                leaving.add(other);
                missing -= other.mine;
            }
            if (missing <= 0) {
                leaving.forEach(Share::leave);
            }
            return missing <= 0;
        }

        private boolean slow() {
            return arriving.contains(this) && System.nanoTime() - begun > GRACE.toNanos();
        }

        private void leave() {
            release();
            giveWay.run();
        }
    }
}

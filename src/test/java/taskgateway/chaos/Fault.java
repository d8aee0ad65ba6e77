package taskgateway.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import taskgateway.store.journal.GatewayRun;

/** Something that dies under load, and comes back. */
enum Fault {
    /** A gateway is killed and started again. */
    KILL {
        @Override
        Void strike(Site site, Random random) throws Exception {
            Node node = site.nodes().get(random.nextInt(site.nodes().size()));
            node.kill();
            node.start();
            node.awaitReady();
            return null;
        }
    },
    /** A gateway stays dead for so long that another takes its work over. */
    STAY_DEAD {
        @Override
        Void strike(Site site, Random random) throws Exception {
            Node node = site.nodes().get(random.nextInt(site.nodes().size()));
            node.kill();
            new CountDownLatch(1).await(GatewayRun.DEAD_AFTER.toMillis() + 5_000, TimeUnit.MILLISECONDS);
            node.start();
            node.awaitReady();
            return null;
        }
    },
    /** The broker is killed and started again. */
    BROKER {
        @Override
        Void strike(Site site, Random random) throws Exception {
            site.brokerProcess().kill();
            site.brokerProcess().start();
            return null;
        }
    },
    /** The database is stopped and started again. */
    DATABASE {
        @Override
        Void strike(Site site, Random random) throws Exception {
            site.postgres().stop();
            site.postgres().start();
            return null;
        }
    },
    /** The database is killed and started again: it recovers what was committed. */
    DATABASE_KILL {
        @Override
        Void strike(Site site, Random random) throws Exception {
            site.postgres().kill();
            site.postgres().start();
            return null;
        }
    };

    /** Strikes, and returns when all is back. */
    abstract Void strike(Site site, Random random) throws Exception;

    /** So many faults of two gateways and what they stand on: every kind in turn, each time in another order. */
    static List<Fault> ofPair(int count, Random random) {
        List<Fault> faults = new ArrayList<>();
        while (faults.size() < count) {
            List<Fault> kinds = new ArrayList<>(List.of(values()));
            Collections.shuffle(kinds, random);
            faults.addAll(kinds);
        }
        return faults.subList(0, count);
    }
}

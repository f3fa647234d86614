package dev.binrun.check;

import static dev.binrun.check.Limits.limits;

import dev.binrun.history.StreamState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplicasAgreeTest {
    private static final Check CHECK = new ReplicasAgree("ORDERS");

    private final Scene scene = new Scene();

    @Test
    void judge_sameMessages_held() {
        replica("n1", limits(), "1 a", "2 b", "3 c");
        replica("n2", limits(), "1 a", "2 b", "3 c");
        replica("n3", limits(), "1 a", "2 b", "3 c");
        scene.held("3 messages on n1, n2, n3", CHECK);
    }

    @Test
    void judge_differentMessages_violated() {
        replica("n1", limits(), "1 a", "2 b", "3 c");
        replica("n2", limits(), "1 x", "3 c");
        replica("n3", limits(), "1 a", "2 z", "3 c", "4 d");
        scene.violated(
                CHECK,
                "the replicas of ORDERS on n1, n2, n3 differ in 3 of 4 messages",
                "  seq 1 on o.x is another message on n2 than on n1",
                "  seq 2 on o.x is missing on n2, and is another message on n3 than on n1",
                "  seq 4 on o.x is missing on n1, n2",
                "  their last sequences differ: n1 at 3, n2 at 3, n3 at 4");
    }

    @Test
    void judge_missingOnOneNode_heldOnlyIfExpired() {
        scene.publish(1, "a");
        replica("n1", limits().age(Duration.ofMillis(3)), "1 a", "2 b");
        replica("n2", limits().age(Duration.ofMillis(3)), "2 b");
        scene.clock += 5_000_000;
        scene.held("2 messages on n1, n2", CHECK);
        replica("n2", limits().age(Duration.ofHours(1)), "2 b");
        scene.violated(
                CHECK, "the replicas of ORDERS on n1, n2 differ in 1 of 2 messages", "  seq 1 on o.x is missing on n2");
    }

    @Test
    void judge_otherHeaders_violated() {
        withHeaders("n1", 7, 0);
        withHeaders("n2", 7, 0);
        scene.held("1 message on n1, n2", CHECK);
        withHeaders("n2", 8, 0);
        scene.violated(
                CHECK,
                "the replicas of ORDERS on n1, n2 differ in 1 of 1 message",
                "  seq 1 on o.x is another message on n2 than on n1");
    }

    @Test
    void judge_missingOnOneNode_heldOnlyAfterItsTtl() {
        withHeaders("n1", 7, 2);
        scene.replicas.put("n2", without(2_000_000_000L));
        scene.held("1 message on n1, n2", CHECK);
        scene.replicas.put("n2", without(1_900_000_000L));
        scene.violated(
                CHECK, "the replicas of ORDERS on n1, n2 differ in 1 of 1 message", "  seq 1 on o.x is missing on n2");
    }

    private StreamState without(long readAt) {
        return StreamState.of("ORDERS", limits().build(), scene.history.names())
                .readAt(readAt)
                .build(2, 1, 0);
    }

    private void withHeaders(String node, long headers, int ttl) {
        scene.replicas.put(
                node,
                scene.builder("ORDERS", limits().build(), new long[2], "1 a")
                        .headers(headers, ttl)
                        .build(1, 1, 0));
    }

    @Test
    void judge_drainedReplicas_heldOnlyIfAllAre() {
        for (String node : new String[] {"n1", "n2"}) {
            scene.replicas.put(
                    node,
                    StreamState.of("ORDERS", limits().workQueue().build(), scene.history.names())
                            .build(6, 5, 0));
        }
        scene.held("0 messages on n1, n2", CHECK);
        replica("n2", limits().workQueue(), "5 e");
        scene.violated(
                CHECK, "the replicas of ORDERS on n1, n2 differ in 1 of 1 message", "  seq 5 on o.x is missing on n1");
    }

    @Test
    void judge_nothingToCompare_unknown() {
        scene.unknown("ORDERS does not exist at the end", CHECK);
        replica("n1", limits());
        scene.unknown("ORDERS has one replica, so there is nothing to compare", CHECK);
        replica("n2", limits());
        scene.unknown("ORDERS never stored a message, so there is nothing to compare between its replicas", CHECK);
    }

    private void replica(String node, Limits limits, String... messages) {
        scene.replicas.put(node, scene.state("ORDERS", limits.build(), messages));
    }
}

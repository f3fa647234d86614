package dev.binrun.check;

import dev.binrun.history.ConsumerState.Position;
import org.junit.jupiter.api.Test;

class OrderedTest {
    private static final Check CHECK = new Ordered("ORDERS", "w");

    private final Scene scene = new Scene();

    @Test
    void judge_noPairs_unknown() {
        scene.unknown("nothing was delivered to consumer w of ORDERS, so there is no order to judge", CHECK);
        scene.deliver(scene.c1, 1, 1, 1);
        scene.unknown("no subject was delivered twice to consumer w of ORDERS, so there is no order to judge", CHECK);
    }

    @Test
    void judge_redeliveryAfterALaterMessage_violated() {
        scene.deliver(scene.c1, 1, 1, 1);
        scene.deliver(scene.c1, 2, 2, 1);
        scene.held("2 deliveries", CHECK);
        scene.deliver(scene.c2, 1, 3, 2);
        scene.violated(
                CHECK,
                "1 of 3 deliveries to consumer w of ORDERS followed a later message",
                "  o.x: seq 1 was delivered to c2 at 0.003s (delivery 2) after seq 2 to c1 at 0.002s");
    }

    @Test
    void judge_differentSubjects_areNotCompared() {
        Scene.delivered(scene.c1, "ORDERS", "w", "o.a", 5, 1, 1);
        Scene.delivered(scene.c1, "ORDERS", "w", "o.b", 4, 2, 1);
        Scene.delivered(scene.c1, "ORDERS", "w", "o.a", 6, 3, 1);
        Scene.delivered(scene.c1, "ORDERS", "v", "o.a", 1, 1, 1);
        scene.held("3 deliveries", CHECK);
    }

    @Test
    void judge_connectionsRace_held() {
        scene.deliver(scene.c1, 2, 2, 1);
        scene.deliver(scene.c2, 1, 1, 1);
        scene.held("2 deliveries", CHECK);
    }

    @Test
    void judge_subscriptionsRace_heldUnlessSentInThatOrder() {
        scene.deliver(scene.c1, 2, 2, 1);
        scene.deliver(scene.c1, 1, 1, 1);
        scene.held("2 deliveries", CHECK);
        scene.deliver(scene.c1, 4, 3, 1);
        scene.deliver(scene.c1, 3, 4, 1);
        scene.violated(
                CHECK,
                "1 of 4 deliveries to consumer w of ORDERS followed a later message",
                "  o.x: seq 3 was delivered to c1 at 0.004s after seq 4 to c1 at 0.003s");
    }

    @Test
    void judge_consumerSequencesRepeat_violated() {
        scene.deliver(scene.c1, 1, 1, 1);
        scene.deliver(scene.c1, 2, 2, 1);
        scene.deliver(scene.c1, 1, 1, 1);
        scene.violated(
                CHECK,
                "1 of 3 deliveries to consumer w of ORDERS followed a later message",
                "  o.x: seq 1 was delivered to c1 at 0.003s after seq 2 to c1 at 0.002s");
    }

    @Test
    void judge_consumerRemoved_beginsAgain() {
        scene.deliver(scene.c1, 1, 1, 1);
        scene.deliver(scene.c1, 2, 2, 1);
        scene.c2.removeConsumer("ORDERS", "w").ok(0);
        scene.deliver(scene.c1, 1, 1, 1);
        scene.held("3 deliveries", CHECK);
    }

    @Test
    void judge_consumerPerhapsRemoved_beginsAgainOnlyWithSequenceOne() {
        scene.deliver(scene.c1, 1, 1, 1);
        scene.deliver(scene.c1, 2, 2, 1);
        scene.c2.removeConsumer("ORDERS", "w");
        scene.deliver(scene.c1, 1, 3, 2);
        scene.violated(
                CHECK,
                "1 of 3 deliveries to consumer w of ORDERS followed a later message",
                "  o.x: seq 1 was delivered to c1 at 0.004s (delivery 2) after seq 2 to c1 at 0.002s");
        scene.c2.removeConsumer("ORDERS", "w").failed();
        scene.deliver(scene.c1, 3, 4, 1);
        scene.c2.removeConsumer("ORDERS", "w");
        scene.deliver(scene.c1, 1, 1, 1);
        scene.violated(
                CHECK,
                "1 of 5 deliveries to consumer w of ORDERS followed a later message",
                "  o.x: seq 1 was delivered to c1 at 0.004s (delivery 2) after seq 2 to c1 at 0.002s");
    }

    @Test
    void judge_streamReplaced_beginsAgainUnlessPurged() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.deliver(scene.c1, 1, 1, 1);
        scene.deliver(scene.c1, 2, 2, 1);
        scene.c2.remove("ORDERS", "", 0).ok(0);
        scene.publish(1, "a");
        scene.deliver(scene.c1, 1, 3, 1);
        scene.held("3 deliveries", CHECK);
        scene.c2.remove("ORDERS", "", 0).ok(0);
        scene.publish(2, "b");
        scene.publish(3, "c");
        scene.deliver(scene.c1, 3, 4, 1);
        scene.deliver(scene.c1, 2, 5, 1);
        scene.violated(
                CHECK,
                "1 of 5 deliveries to consumer w of ORDERS followed a later message",
                "  o.x: seq 2 was delivered to c1 at 0.019s after seq 3 to c1 at 0.018s");
    }

    @Test
    void judge_newConsumerWithoutRequest_beginsAgain() {
        scene.deliver(scene.c1, 1, 1, 1);
        scene.deliver(scene.c1, 2, 2, 1);
        scene.consumers.add(Scene.consumer("w", scene.history.now(), new Position(2, 2, 0, 0)));
        scene.deliver(scene.c1, 1, 1, 1);
        scene.held("3 deliveries", CHECK);
        scene.deliver(scene.c1, 3, 2, 1);
        scene.deliver(scene.c1, 2, 3, 1);
        scene.violated(
                CHECK,
                "1 of 5 deliveries to consumer w of ORDERS followed a later message",
                "  o.x: seq 2 was delivered to c1 at 0.006s after seq 3 to c1 at 0.005s");
    }
}

package dev.binrun.check;

import dev.binrun.history.ConsumerState.Position;
import dev.binrun.history.Delivery;
import org.junit.jupiter.api.Test;

class MaxDeliveriesTest {
    private static final Check ONE = new MaxDeliveries("ORDERS", "w", 1);
    private static final Check TWO = new MaxDeliveries("ORDERS", "w", 2);

    private final Scene scene = new Scene();

    @Test
    void judge_noDeliveries_unknown() {
        Scene.delivered(scene.c1, "ORDERS", "v", "o.x", 1, 1, 5);
        scene.unknown("nothing was delivered to consumer w of ORDERS", ONE);
    }

    @Test
    void judge_tooManyDeliveries_violated() {
        scene.deliver(scene.c1, 1, 1, 1);
        scene.deliver(scene.c1, 2, 2, 1);
        scene.held("2 delivered messages", ONE);
        scene.deliver(scene.c2, 1, 3, 2);
        scene.held("2 delivered messages", TWO);
        scene.deliver(scene.c2, 1, 4, 3);
        scene.violated(
                ONE,
                "1 of 2 messages was delivered to consumer w of ORDERS more than 1 time",
                "  seq 1 on o.x: delivery 3 went to c2 at 0.004s");
    }

    @Test
    void judge_serverCountsMore_violated() {
        scene.deliver(scene.c1, 1, 1, 3);
        scene.violated(
                TWO,
                "1 of 1 message was delivered to consumer w of ORDERS more than 2 times",
                "  seq 1 on o.x: delivery 3 went to c1 at 0.001s");
    }

    @Test
    void judge_serverCountBeginsAgain_clientsCount() {
        scene.deliver(scene.c1, 1, 1, 1);
        scene.deliver(scene.c1, 1, 1, 1);
        scene.violated(
                ONE,
                "1 of 1 message was delivered to consumer w of ORDERS more than 1 time",
                "  seq 1 on o.x: delivery 2 went to c1 at 0.002s");
    }

    @Test
    void judge_consumerRemoved_countBeginsAgain() {
        scene.deliver(scene.c1, 1, 1, 1);
        scene.c2.removeConsumer("ORDERS", "w").ok(0);
        scene.deliver(scene.c1, 1, 1, 1);
        scene.held("2 delivered messages", ONE);
        scene.deliver(scene.c1, 1, 2, 2);
        scene.violated(
                ONE,
                "1 of 2 messages was delivered to consumer w of ORDERS more than 1 time",
                "  seq 1 on o.x: delivery 2 went to c1 at 0.005s");
    }

    @Test
    void judge_newConsumerWithoutRequest_countBeginsAgain() {
        scene.deliver(scene.c1, 1, 1, 1);
        scene.consumers.add(Scene.consumer("w", scene.history.now(), new Position(1, 2, 0, 0)));
        scene.deliver(scene.c1, 1, 1, 1);
        scene.held("2 delivered messages", ONE);
        scene.deliver(scene.c1, 1, 2, 2);
        scene.violated(
                ONE,
                "1 of 2 messages was delivered to consumer w of ORDERS more than 1 time",
                "  seq 1 on o.x: delivery 2 went to c1 at 0.004s");
    }

    @Test
    void judge_severalSubscribers_countAsOneDelivery() {
        int subscription = scene.c2.subscribed();
        scene.receive(scene.c2, subscription, 1, 1);
        scene.receive(scene.c1, Delivery.OWN, 1, 1);
        scene.held("1 delivered message", ONE);
        scene.receive(scene.c1, Delivery.OWN, 1, 1);
        scene.receive(scene.c2, subscription, 1, 1);
        scene.held("1 delivered message", TWO);
        scene.violated(
                ONE,
                "1 of 1 message was delivered to consumer w of ORDERS more than 1 time",
                "  seq 1 on o.x: delivery 2 went to c1 at 0.004s");
    }
}

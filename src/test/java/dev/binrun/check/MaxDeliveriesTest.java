package dev.binrun.check;

import dev.binrun.history.ConsumerState.Position;
import dev.binrun.history.Delivery;
import org.junit.jupiter.api.Test;

class MaxDeliveriesTest {
    private static final Check ONE = new MaxDeliveries("ORDERS", "w", 1);
    private static final Check TWO = new MaxDeliveries("ORDERS", "w", 2);

    private final Scene scene = new Scene();

    @Test
    void nothing_unknown() {
        Scene.delivered(scene.c1, "ORDERS", "v", "o.x", 1, 1, 5);
        scene.unknown("nothing was delivered to consumer w of ORDERS", ONE);
    }

    @Test
    void more_violated() {
        scene.deliver(scene.c1, 1, 1, 1);
        scene.deliver(scene.c1, 2, 2, 1);
        scene.held("2 delivered messages", ONE);
        scene.deliver(scene.c2, 1, 3, 2);
        scene.held("2 delivered messages", TWO);
        scene.deliver(scene.c2, 1, 4, 3);
        scene.violated(
                ONE,
                "1 of 2 messages came to consumer w of ORDERS more than 1 time",
                "  seq 1 on o.x: delivery 3 came to c2 at 0.004s");
    }

    @Test
    void whatTheServerCounts_isCounted() {
        scene.deliver(scene.c1, 1, 1, 3);
        scene.violated(
                TWO,
                "1 of 1 message came to consumer w of ORDERS more than 2 times",
                "  seq 1 on o.x: delivery 3 came to c1 at 0.001s");
    }

    @Test
    void serverThatForgot_isCountedAsClientsSawIt() {
        scene.deliver(scene.c1, 1, 1, 1);
        scene.deliver(scene.c1, 1, 1, 1);
        scene.violated(
                ONE,
                "1 of 1 message came to consumer w of ORDERS more than 1 time",
                "  seq 1 on o.x: delivery 2 came to c1 at 0.002s");
    }

    @Test
    void consumerMadeAnew_countsAnew() {
        scene.deliver(scene.c1, 1, 1, 1);
        scene.c2.removeConsumer("ORDERS", "w").ok(0);
        scene.deliver(scene.c1, 1, 1, 1);
        scene.held("2 delivered messages", ONE);
        scene.deliver(scene.c1, 1, 2, 2);
        scene.violated(
                ONE,
                "1 of 2 messages came to consumer w of ORDERS more than 1 time",
                "  seq 1 on o.x: delivery 2 came to c1 at 0.005s");
    }

    @Test
    void consumerThatWasMadeAnew_unseen_countsAnew() {
        scene.deliver(scene.c1, 1, 1, 1);
        scene.consumers.add(Scene.consumer("w", scene.history.now(), new Position(1, 2, 0, 0)));
        scene.deliver(scene.c1, 1, 1, 1);
        scene.held("2 delivered messages", ONE);
        scene.deliver(scene.c1, 1, 2, 2);
        scene.violated(
                ONE,
                "1 of 2 messages came to consumer w of ORDERS more than 1 time",
                "  seq 1 on o.x: delivery 2 came to c1 at 0.004s");
    }

    @Test
    void heardBySeveral_isCountedOnce() {
        int subscription = scene.c2.subscribed();
        scene.hear(scene.c2, subscription, 1, 1);
        scene.hear(scene.c1, Delivery.OWN, 1, 1);
        scene.held("1 delivered message", ONE);
        scene.hear(scene.c1, Delivery.OWN, 1, 1);
        scene.hear(scene.c2, subscription, 1, 1);
        scene.held("1 delivered message", TWO);
        scene.violated(
                ONE,
                "1 of 1 message came to consumer w of ORDERS more than 1 time",
                "  seq 1 on o.x: delivery 2 came to c1 at 0.004s");
    }
}

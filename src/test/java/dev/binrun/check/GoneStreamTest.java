package dev.binrun.check;

import static dev.binrun.check.Limits.limits;

import dev.binrun.history.OperationKind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream that existed during the run but not at its end. The history shows the limits that it had. */
class GoneStreamTest {
    private static final Check CHECK = new NoAckedLoss("ORDERS");
    private static final String LOST = "1 of 1 acknowledged message of ORDERS is lost: nothing is left";

    private final Scene scene = new Scene();
    private String line;

    @BeforeEach
    void addSecondConsumer() {
        scene.consumers.add(Scene.consumer("v"));
    }

    private void create(Limits limits) {
        scene.c1.configure("ORDERS", limits.build()).ok(0);
        scene.publish(1, "a");
        line = "  seq 1 on o.x, acknowledged to c1 at 0.004s";
        acknowledge("w");
    }

    private void acknowledge(String consumer) {
        Scene.delivered(scene.c2, "ORDERS", consumer, "o.x", 1, 1, 1);
        scene.c2.settle(OperationKind.ACK, "ORDERS", consumer, 1).ok(0);
    }

    @Test
    void interest_oneConsumerDidNotAcknowledge_lost() {
        create(limits().interest());
        scene.violated(CHECK, LOST, line);
        acknowledge("v");
        scene.held("1 acknowledged message, 1 consumed", CHECK);
    }

    @Test
    void interest_updateOfUnknownOutcome_eachConsumerCounts() {
        create(limits().workQueue());
        scene.c1.configure("ORDERS", limits().interest().build());
        scene.violated(CHECK, LOST, line);
    }

    @Test
    void interest_consumerGoneWithoutRequest_stillCounts() {
        create(limits().interest());
        scene.consumers.set(1, Scene.gone("v", 0, scene.history.now(), 0));
        scene.violated(CHECK, LOST, line);
    }

    @Test
    void interest_consumerRemovedByRequest_doesNotCount() {
        create(limits().interest());
        scene.c2.removeConsumer("ORDERS", "v").ok(0);
        scene.consumers.set(1, Scene.gone("v", 0, scene.history.now(), 0));
        scene.held("1 acknowledged message, 1 consumed", CHECK);
    }

    @Test
    void workQueue_oneConsumerAcknowledged_held() {
        create(limits().workQueue());
        scene.held("1 acknowledged message, 1 consumed", CHECK);
    }

    @Test
    void workQueue_acknowledgementWithoutDelivery_lost() {
        scene.c1.configure("ORDERS", limits().workQueue().build()).ok(0);
        scene.publish(1, "a");
        scene.c2.settle(OperationKind.ACK, "ORDERS", "w", 1).ok(0);
        scene.violated(CHECK, LOST, "  seq 1 on o.x, acknowledged to c1 at 0.004s");
        Scene.delivered(scene.c2, "ORDERS", "w", "o.x", 1, 1, 1);
        scene.violated(CHECK, LOST, "  seq 1 on o.x, acknowledged to c1 at 0.004s");
        scene.c2.settle(OperationKind.ACK, "ORDERS", "w", 1).ok(0);
        scene.held("1 acknowledged message, 1 consumed", CHECK);
    }

    /** Another consumer of the work queue has acknowledged the message, so that this one cannot receive it. */
    @Test
    void delivered_anotherConsumerAcknowledged_held() {
        create(limits().workQueue());
        scene.c1.publish("o.x", Scene.bytes("b"), "", Duration.ZERO).stored("ORDERS", 2);
        Scene.delivered(scene.c2, "ORDERS", "v", "o.x", 2, 1, 1);
        Check delivered = new Delivered("ORDERS", "v", Optional.of(DeliveryGuarantee.ONCE), Optional.empty());
        scene.held("1 message", delivered);
    }

    @Test
    void removedStream_byRequest_unknown() {
        create(limits().interest());
        scene.c2.removeStream("ORDERS").ok(0);
        scene.unknown(
                "1 acknowledged message, but a limit or a request may have removed each from ORDERS, so nothing"
                        + " shows whether"
                        + " one was lost",
                CHECK);
    }
}

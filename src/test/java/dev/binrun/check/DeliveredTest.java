package dev.binrun.check;

import static dev.binrun.check.Limits.limits;
import static dev.binrun.check.Scene.bytes;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.binrun.form.InvalidArgumentException;
import dev.binrun.history.ConsumerState;
import dev.binrun.history.ConsumerState.Position;
import dev.binrun.history.Delivery;
import dev.binrun.history.OperationKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveredTest {
    private static final Check EXACTLY =
            new Delivered("ORDERS", "w", Optional.of(DeliveryGuarantee.ONCE), Optional.empty());
    private static final Check AT_LEAST =
            new Delivered("ORDERS", "w", Optional.empty(), Optional.of(DeliveryGuarantee.ONCE));

    private final Scene scene = new Scene();

    @BeforeEach
    void publishTwo_deliverTheFirst() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.orders(limits(), "1 a", "2 b");
        scene.deliver(scene.c2, 1, 1, 1);
    }

    @Test
    void judge_notDelivered_violated() {
        scene.violated(
                AT_LEAST,
                "of 2 messages for consumer w of ORDERS, 1 never reached it",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s, was never delivered");
        scene.drained("ORDERS", limits(), 2);
        scene.violated(
                AT_LEAST,
                "of 2 messages for consumer w of ORDERS, 1 never reached it",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s, was never delivered");
    }

    @Test
    void judge_storedWithoutAcknowledgement_mustBeDelivered() {
        scene.deliver(scene.c2, 2, 2, 1);
        scene.c1.publish("o.x", bytes("c"), "", Duration.ZERO);
        scene.held("2 messages", EXACTLY);
        scene.orders(limits(), "1 a", "2 b", "3 c");
        scene.violated(
                AT_LEAST,
                "of 3 messages for consumer w of ORDERS, 1 never reached it",
                "  seq 3 on o.x was never delivered");
    }

    @Test
    void judge_deliveredTwice_violatedOnlyIfExactlyOnce() {
        scene.deliver(scene.c2, 2, 2, 1);
        scene.held("2 messages", EXACTLY);
        scene.deliver(scene.c1, 2, 3, 2);
        scene.held("2 messages", AT_LEAST);
        scene.violated(
                EXACTLY,
                "of 2 messages for consumer w of ORDERS, 0 never reached it, 1 reached it more than once",
                "  seq 2 on o.x was delivered to c2 at 0.006s, and again to c1 at 0.008s, delivery 2");
    }

    @Test
    void judge_consumerSequencesBeginAgain_countsAsRepeated() {
        scene.deliver(scene.c2, 1, 1, 1);
        scene.deliver(scene.c2, 2, 2, 1);
        scene.violated(
                EXACTLY,
                "of 2 messages for consumer w of ORDERS, 0 never reached it, 1 reached it more than once",
                "  seq 1 on o.x was delivered to c2 at 0.005s, and again to c2 at 0.006s, delivery 1");
    }

    @Test
    void judge_newConsumerOfTheName_mayRepeat() {
        scene.deliver(scene.c2, 2, 2, 1);
        scene.c1.removeConsumer("ORDERS", "w").ok(0);
        scene.deliver(scene.c2, 1, 1, 1);
        scene.deliver(scene.c2, 2, 2, 1);
        scene.held("2 messages", EXACTLY);
        scene.deliver(scene.c2, 2, 3, 2);
        scene.violated(
                EXACTLY,
                "of 2 messages for consumer w of ORDERS, 0 never reached it, 1 reached it more than once",
                "  seq 2 on o.x was delivered to c2 at 0.010s, and again to c2 at 0.012s, delivery 2");
    }

    @Test
    void judge_newStreamOfTheName_hasOtherMessages() {
        scene.deliver(scene.c2, 2, 2, 1);
        scene.c1.remove("ORDERS", "", 0).ok(0);
        scene.publish(1, "c");
        scene.orders(limits(), "1 c");
        scene.violated(
                EXACTLY,
                "of 1 message for consumer w of ORDERS, 1 never reached it, 0 reached it more than once",
                "  seq 1 on o.x, acknowledged to c1 at 0.010s, was never delivered");
        scene.deliver(scene.c2, 1, 1, 1);
        scene.held("1 message", EXACTLY);
    }

    @Test
    void judge_removedBeforeDelivery_excused() {
        scene.orders(limits().msgs(1), "3 c");
        scene.consumers.set(0, new ConsumerState("w", List.of("p.>"), OptionalLong.of(1), "explicit"));
        scene.held("1 message", AT_LEAST);
        scene.consumers.set(0, new ConsumerState("w", List.of(), OptionalLong.of(3), "explicit"));
        scene.violated(
                AT_LEAST,
                "of 1 message for consumer w of ORDERS, 1 never reached it",
                "  seq 3 on o.x was never delivered");
        scene.consumers.set(0, Scene.consumer("w"));
        scene.deliver(scene.c2, 3, 2, 1);
        scene.held("2 messages", AT_LEAST);
    }

    @Test
    void judge_streamRemoved_excused() {
        scene.streams.clear();
        scene.c1.remove("ORDERS", "", 0).ok(0);
        scene.held("1 message", EXACTLY);
    }

    @Test
    void judge_consumedByAnotherConsumer_excused() {
        scene.drained("ORDERS", limits().workQueue(), 2);
        Scene.delivered(scene.c1, "ORDERS", "before", "o.x", 2, 1, 1);
        scene.c1.settle(OperationKind.ACK, "ORDERS", "before", 2).ok(0);
        scene.held("1 message", EXACTLY);
    }

    @Test
    void judge_publishedBeforeConsumerWithInterest_excused() {
        scene.orders(limits().interest(), "1 a");
        scene.consumers.set(
                0,
                new ConsumerState(
                        "w",
                        List.of(),
                        OptionalLong.of(1),
                        "explicit",
                        0,
                        scene.history.now(),
                        Long.MAX_VALUE,
                        0,
                        Optional.empty()));
        scene.held("1 message", EXACTLY);
        scene.consumers.set(0, Scene.consumer("w"));
        scene.violated(
                AT_LEAST,
                "of 2 messages for consumer w of ORDERS, 1 never reached it",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s, was never delivered");
    }

    @Test
    void judge_noMessagesOrUnknownStart_unknown() {
        Check other = new Delivered("OTHER", "w", Optional.of(DeliveryGuarantee.ONCE), Optional.empty());
        scene.unknown("no message of OTHER is for consumer w", other);
        scene.consumers.set(0, new ConsumerState("w", List.of(), OptionalLong.empty(), "explicit"));
        scene.unknown(
                "the messages for consumer w are unknown, because its deliver_policy selects them by the"
                        + " stream's content at its creation, or its filters were changed",
                EXACTLY);
        scene.consumers.clear();
        scene.unknown("consumer w of ORDERS did not exist", EXACTLY);
        assertThrows(
                InvalidArgumentException.class, () -> new Delivered("ORDERS", "w", Optional.empty(), Optional.empty()));
    }

    @Test
    void judge_newConsumerOfTheName_mustReceiveStoredMessages() {
        scene.deliver(scene.c2, 2, 2, 1);
        scene.held("2 messages", AT_LEAST);
        scene.consumers.add(Scene.consumer("w", scene.history.now(), new Position(0, 0, 0, 0)));
        scene.violated(
                AT_LEAST,
                "of 2 messages for consumer w of ORDERS, 2 never reached it",
                "  seq 1 on o.x, acknowledged to c1 at 0.002s, was never delivered",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s, was never delivered");
        scene.orders(limits(), "2 b");
        scene.violated(
                AT_LEAST,
                "of 2 messages for consumer w of ORDERS, 1 never reached it",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s, was never delivered");
        scene.deliver(scene.c2, 2, 1, 1);
        scene.held("2 messages", EXACTLY);
    }

    @Test
    void judge_otherMessageWithTheSequence_doesNotCount() {
        scene.orders(limits(), "1 a", "2 b");
        scene.deliver(scene.c2, 2, 2, 1, "other", "");
        scene.violated(
                AT_LEAST,
                "of 2 messages for consumer w of ORDERS, 1 never reached it",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s, was never delivered");
        scene.deliver(scene.c2, 2, 3, 1, "b", "");
        scene.held("3 messages", AT_LEAST);
    }

    @Test
    void judge_severalSubscribers_countAsOneDelivery() {
        int first = scene.c1.subscribed();
        int second = scene.c2.subscribed();
        scene.receive(scene.c1, first, 2, 2);
        scene.receive(scene.c2, second, 2, 2);
        scene.receive(scene.c2, Delivery.OWN, 2, 2);
        scene.held("2 messages", EXACTLY);
        int late = scene.c2.subscribed();
        scene.receive(scene.c2, late, 2, 2);
        scene.receive(scene.c1, first, 2, 2);
        scene.violated(
                EXACTLY,
                "of 2 messages for consumer w of ORDERS, 0 never reached it, 1 reached it more than once",
                "  seq 2 on o.x was delivered to c1 at 0.008s, and again to c2 at 0.013s, delivery 1");
    }

    @Test
    void judge_consumerResetForward_skippedMessagesExcused() {
        scene.publish(3, "c");
        scene.orders(limits(), "1 a", "2 b", "3 c");
        scene.c1.resetConsumer("ORDERS", "w", 3).ok(0);
        scene.violated(
                AT_LEAST,
                "of 1 message for consumer w of ORDERS, 1 never reached it",
                "  seq 3 on o.x, acknowledged to c1 at 0.007s, was never delivered");
        scene.deliver(scene.c2, 3, 2, 1);
        scene.held("2 messages", EXACTLY);
        scene.c1.resetConsumer("ORDERS", "w", 1).ok(0);
        scene.violated(
                AT_LEAST,
                "of 3 messages for consumer w of ORDERS, 1 never reached it",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s, was never delivered");
        scene.deliver(scene.c2, 1, 3, 1);
        scene.deliver(scene.c2, 2, 4, 1);
        scene.held("3 messages", EXACTLY);
    }

    @Test
    void judge_streamTransforms_storedSubjectDecides() {
        scene.consumers.set(0, new ConsumerState("w", List.of("p.>"), OptionalLong.of(1), "explicit"));
        scene.orders(limits(), "1 p.x=a");
        scene.unknown(
                "whether 1 message of ORDERS was for consumer w is unknown: the stream transforms subjects, and"
                        + " the stored subject was never seen",
                AT_LEAST);
        scene.orders(limits(), "1 p.x=a", "2 p.x=b");
        scene.violated(
                AT_LEAST,
                "of 2 messages for consumer w of ORDERS, 1 never reached it",
                "  seq 2 on p.x, acknowledged to c1 at 0.004s, was never delivered");
    }

    @Test
    void judge_unrecordedReaders_serverCountDecides() {
        scene.c1.unrecordedActor("'order service'");
        scene.consumers.set(0, Scene.consumer("w", 0, new Position(2, 2, 0, 0)));
        scene.unknown(
                "1 delivery of consumer w of ORDERS went to a project's own verb or the session simulation,"
                        + " whose reads are not recorded",
                AT_LEAST);
        scene.consumers.set(0, Scene.consumer("w", 0, new Position(2, 3, 0, 0)));
        scene.unknown(
                "2 deliveries of consumer w of ORDERS went to a project's own verb or the session simulation,"
                        + " whose reads are not recorded",
                AT_LEAST);
        scene.consumers.set(0, Scene.consumer("w", 0, new Position(2, 1, 0, 0)));
        scene.violated(
                AT_LEAST,
                "of 2 messages for consumer w of ORDERS, 1 never reached it",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s, was never delivered");
        scene.consumers.set(0, Scene.consumer("w", 0, new Position(1, 2, 0, 0)));
        scene.violated(
                AT_LEAST,
                "of 2 messages for consumer w of ORDERS, 1 never reached it",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s, was never delivered");
    }

    @Test
    void judge_redeliveryPending_unknown() {
        scene.orders(limits(), "1 o.x=a", "2 o.x=b");
        scene.consumers.set(0, Scene.consumer("w", 0, new Position(2, 2, 0, 1)));
        scene.unknown(
                "of 2 messages, 1 that w has sent never reached a client: without an acknowledgement, the server sends"
                        + " such a message again after ack_wait (wait for that with a step, or shorten ack_wait)",
                AT_LEAST);
        for (Position where : List.of(new Position(2, 2, 0, 0), new Position(1, 1, 0, 1), new Position(2, 2, 2, 1))) {
            scene.consumers.set(0, Scene.consumer("w", 0, where));
            scene.violated(
                    AT_LEAST,
                    "of 2 messages for consumer w of ORDERS, 1 never reached it",
                    "  seq 2 on o.x, acknowledged to c1 at 0.004s, was never delivered");
        }
    }
}

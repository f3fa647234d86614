package dev.binrun.check;

import static dev.binrun.check.Limits.limits;
import static dev.binrun.check.Scene.bytes;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.binrun.form.InvalidArgument;
import dev.binrun.history.ConsumerState;
import dev.binrun.history.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveredTest {
    private static final Check EXACTLY = new Delivered("ORDERS", "w", Optional.of(Times.ONCE), Optional.empty());
    private static final Check AT_LEAST = new Delivered("ORDERS", "w", Optional.empty(), Optional.of(Times.ONCE));

    private final Scene scene = new Scene();

    @BeforeEach
    void twoMessages_theFirstDelivered() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.orders(limits(), "1 a", "2 b");
        scene.deliver(scene.c2, 1, 1, 1);
    }

    @Test
    void missing_violated() {
        scene.violated(
                AT_LEAST,
                "of 2 messages for consumer w of ORDERS, 1 never reached it",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s, never came");
        scene.drained("ORDERS", limits(), 2);
        scene.violated(
                AT_LEAST,
                "of 2 messages for consumer w of ORDERS, 1 never reached it",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s, never came");
    }

    @Test
    void storedWithoutAnAnswer_isToComeToo() {
        scene.deliver(scene.c2, 2, 2, 1);
        scene.c1.publish("o.x", bytes("c"), "", Duration.ZERO);
        scene.held("2 messages", EXACTLY);
        scene.orders(limits(), "1 a", "2 b", "3 c");
        scene.violated(
                AT_LEAST, "of 3 messages for consumer w of ORDERS, 1 never reached it", "  seq 3 on o.x never came");
    }

    @Test
    void repeated_violatedOnlyIfExactly() {
        scene.deliver(scene.c2, 2, 2, 1);
        scene.held("2 messages", EXACTLY);
        scene.deliver(scene.c1, 2, 3, 2);
        scene.held("2 messages", AT_LEAST);
        scene.violated(
                EXACTLY,
                "of 2 messages for consumer w of ORDERS, 0 never reached it, 1 came more than once",
                "  seq 2 on o.x came to c2 at 0.006s, and again to c1 at 0.008s, delivery 2");
    }

    @Test
    void repeatedAfterALeaderForgot_numbersFromOne_isRepeated() {
        scene.deliver(scene.c2, 1, 1, 1);
        scene.deliver(scene.c2, 2, 2, 1);
        scene.violated(
                EXACTLY,
                "of 2 messages for consumer w of ORDERS, 0 never reached it, 1 came more than once",
                "  seq 1 on o.x came to c2 at 0.005s, and again to c2 at 0.006s, delivery 1");
    }

    @Test
    void consumerMadeAnew_mayRepeat() {
        scene.deliver(scene.c2, 2, 2, 1);
        scene.c1.removeConsumer("ORDERS", "w").ok(0);
        scene.deliver(scene.c2, 1, 1, 1);
        scene.deliver(scene.c2, 2, 2, 1);
        scene.held("2 messages", EXACTLY);
        scene.deliver(scene.c2, 2, 3, 2);
        scene.violated(
                EXACTLY,
                "of 2 messages for consumer w of ORDERS, 0 never reached it, 1 came more than once",
                "  seq 2 on o.x came to c2 at 0.010s, and again to c2 at 0.012s, delivery 2");
    }

    @Test
    void streamMadeAnew_hasOtherMessages() {
        scene.deliver(scene.c2, 2, 2, 1);
        scene.c1.remove("ORDERS", "", 0).ok(0);
        scene.publish(1, "c");
        scene.orders(limits(), "1 c");
        scene.violated(
                EXACTLY,
                "of 1 message for consumer w of ORDERS, 1 never reached it, 0 came more than once",
                "  seq 1 on o.x, acknowledged to c1 at 0.010s, never came");
        scene.deliver(scene.c2, 1, 1, 1);
        scene.held("1 message", EXACTLY);
    }

    @Test
    void whatLeftBefore_needNotCome() {
        scene.orders(limits().msgs(1), "3 c");
        scene.consumers.set(0, new ConsumerState("w", List.of("p.>"), OptionalLong.of(1), "explicit"));
        scene.held("1 message", AT_LEAST);
        scene.consumers.set(0, new ConsumerState("w", List.of(), OptionalLong.of(3), "explicit"));
        scene.violated(
                AT_LEAST, "of 1 message for consumer w of ORDERS, 1 never reached it", "  seq 3 on o.x never came");
        scene.consumers.set(0, Scene.consumer("w"));
        scene.deliver(scene.c2, 3, 2, 1);
        scene.held("2 messages", AT_LEAST);
    }

    @Test
    void streamRemoved_nothingMoreIsToCome() {
        scene.streams.clear();
        scene.c1.remove("ORDERS", "", 0).ok(0);
        scene.held("1 message", EXACTLY);
    }

    @Test
    void workedByAnother_needNotCome() {
        scene.drained("ORDERS", limits().workQueue(), 2);
        scene.c1.settle(Kind.ACK, "ORDERS", "before", 2).ok(0);
        scene.held("1 message", EXACTLY);
    }

    @Test
    void interestBeforeItWasMade_needNotCome() {
        scene.orders(limits().interest(), "1 a");
        scene.consumers.set(
                0,
                new ConsumerState("w", List.of(), OptionalLong.of(1), "explicit", scene.history.now(), Long.MAX_VALUE));
        scene.held("1 message", EXACTLY);
        scene.consumers.set(0, Scene.consumer("w"));
        scene.violated(
                AT_LEAST,
                "of 2 messages for consumer w of ORDERS, 1 never reached it",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s, never came");
    }

    @Test
    void nothingOrUnclear_unknown() {
        Check other = new Delivered("OTHER", "w", Optional.of(Times.ONCE), Optional.empty());
        scene.unknown("no message of OTHER is for consumer w", other);
        scene.consumers.set(0, new ConsumerState("w", List.of(), OptionalLong.empty(), "explicit"));
        scene.unknown(
                "which messages consumer w is to get cannot be said: its deliver_policy chooses them by what was stored when it was made, or its filters were changed",
                EXACTLY);
        scene.consumers.clear();
        scene.unknown("there was no consumer w of ORDERS", EXACTLY);
        assertThrows(InvalidArgument.class, () -> new Delivered("ORDERS", "w", Optional.empty(), Optional.empty()));
    }
}

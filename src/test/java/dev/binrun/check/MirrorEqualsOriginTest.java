package dev.binrun.check;

import static dev.binrun.check.Limits.limits;
import static dev.binrun.check.Limits.mirrorOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.history.OperationKind;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MirrorEqualsOriginTest {
    private static final Check CHECK = new MirrorEqualsOrigin("COPY");
    private static final String ONE_OF_ONE = "COPY differs from its origin ORDERS in 1 of 1 message";

    private final Scene scene = new Scene();

    @Test
    void judge_sameMessages_held() {
        scene.orders(limits(), "1 a", "2 b");
        scene.holds("COPY", mirrorOf("ORDERS"), "1 a", "2 b");
        scene.held("2 messages", CHECK);
    }

    @Test
    void judge_messageMissing_violated() {
        scene.publish(1, "a");
        scene.orders(limits(), "1 a", "2 b");
        scene.holds("COPY", mirrorOf("ORDERS"));
        scene.violated(
                CHECK,
                "COPY differs from its origin ORDERS in 2 of 2 messages; it is at 0 of 2",
                "  seq 1 on o.x (acknowledged to c1 at 0.002s) is missing in the mirror",
                "  seq 2 on o.x is missing in the mirror");
    }

    @Test
    void judge_otherPayloadSubjectOrExtraMessage_violated() {
        scene.orders(limits(), "1 a", "2 b", "3 c");
        scene.holds("COPY", mirrorOf("ORDERS"), "1 x", "2 o.y=b", "3 c", "4 d");
        scene.violated(
                CHECK,
                "COPY differs from its origin ORDERS in 3 of 4 messages",
                "  seq 1 on o.x is another message in the mirror",
                "  seq 2 on o.x is another message in the mirror",
                "  seq 4 on o.x is in the mirror only");
    }

    @Test
    void judge_filterAndTransform_held() {
        scene.orders(limits(), "1 o.x=a", "2 p.x=b");
        scene.holds("COPY", mirrorOf("ORDERS").filters("o.>"), "1 o.x=a");
        scene.held("1 message", CHECK);
        scene.holds("COPY", mirrorOf("ORDERS").filters("o.>").transforms(), "1 q.x=a");
        scene.held("1 message", CHECK);
        scene.holds("COPY", mirrorOf("ORDERS").filters("o.>"), "1 q.x=a");
        scene.violated(CHECK, ONE_OF_ONE + "; it is at 1 of 2", "  seq 1 on o.x is another message in the mirror");
        scene.holds("COPY", mirrorOf("ORDERS").filters("none"));
        scene.unknown("no message of ORDERS is for its mirror COPY", CHECK);
    }

    @Test
    void judge_otherHeaders_violated() {
        message("ORDERS", limits(), 7);
        message("COPY", mirrorOf("ORDERS"), 7);
        scene.held("1 message", CHECK);
        message("COPY", mirrorOf("ORDERS"), 8);
        scene.violated(CHECK, ONE_OF_ONE, "  seq 1 on o.x is another message in the mirror");
    }

    @Test
    void judge_originLimitLoweredForATime_excused() {
        for (int seq = 1; seq <= 3; seq++) {
            scene.publish(seq, "m" + seq);
        }
        scene.c1.configure("ORDERS", limits().msgs(1).build()).ok(0);
        scene.c1.configure("ORDERS", limits().build()).ok(0);
        scene.orders(limits(), "3 m3");
        scene.holds("COPY", mirrorOf("ORDERS"), "1 m1", "2 m2", "3 m3");
        scene.held("1 message", CHECK);
        scene.publish(4, "m4");
        scene.holds("COPY", mirrorOf("ORDERS"), "1 m1", "2 m2", "3 m3", "4 m4");
        assertEquals(
                "COPY differs from its origin ORDERS in 1 of 2 messages",
                scene.evidence(CHECK).get(0));
    }

    @Test
    void judge_markerExpiredInOrigin_mayStayInMirror() {
        marker(5_000_000_000L);
        scene.unknown("no message of ORDERS is for its mirror COPY", CHECK);
        marker(1_000_000_000L);
        scene.violated(CHECK, ONE_OF_ONE, "  seq 1 on o.x is in the mirror only");
    }

    /** The mirror has a message with a time to live of two seconds; the origin, read at a time, lacks it. */
    private void marker(long readAt) {
        scene.streams.put(
                "COPY",
                scene.builder("COPY", mirrorOf("ORDERS").build(), new long[2], "1 m")
                        .headers(7, 2)
                        .build(1, 1, 0));
        scene.streams.put(
                "ORDERS",
                StreamState.of("ORDERS", limits().build(), scene.history.names())
                        .readAt(readAt)
                        .build(2, 1, 0));
    }

    @Test
    void judge_mirrorWithSizeLimit_countsMessagesOfTheOrigin() {
        for (int seq = 1; seq <= 5; seq++) {
            scene.c1.publish("o.x", new byte[300_000], "", Duration.ZERO).stored("ORDERS", seq);
        }
        scene.orders(limits(), "1 a", "2 b", "3 c", "4 d", "5 e");
        copy(900_000, "3 c", "4 d", "5 e");
        scene.held("3 messages", CHECK);
        copy(300_000, "5 e");
        scene.violated(
                CHECK,
                "COPY differs from its origin ORDERS in 4 of 5 messages",
                "  seq 1 on o.x (acknowledged to c1 at 0.002s) is missing in the mirror",
                "  seq 2 on o.x (acknowledged to c1 at 0.004s) is missing in the mirror",
                "  seq 3 on o.x (acknowledged to c1 at 0.006s) is missing in the mirror",
                "  seq 4 on o.x (acknowledged to c1 at 0.008s) is missing in the mirror");
    }

    private void copy(long bytes, String... messages) {
        StreamLimits limits = mirrorOf("ORDERS").bytes(1_000_000).build();
        StreamState.Builder builder = scene.builder("COPY", limits, new long[2], messages);
        scene.streams.put("COPY", builder.build(6 - messages.length, 5, bytes));
    }

    @Test
    void judge_transformingMirrorWithSubjectLimit_anySubjectCounts() {
        scene.orders(limits(), "1 o.x=a", "2 o.y=b", "3 o.z=c");
        Limits mirror = mirrorOf("ORDERS").filters("o.*").perSubject(1);
        scene.holds("COPY", mirror.transforms(), "3 all=c");
        scene.held("1 message", CHECK);
        scene.holds("COPY", mirrorOf("ORDERS").filters("o.*").perSubject(1), "3 o.z=c");
        assertEquals(
                "COPY differs from its origin ORDERS in 2 of 3 messages",
                scene.evidence(CHECK).get(0));
    }

    private void message(String stream, Limits limits, long headers) {
        scene.streams.put(
                stream,
                scene.builder(stream, limits.build(), new long[2], "1 a")
                        .headers(headers, 0)
                        .build(1, 1, 0));
    }

    @Test
    void judge_optStartSeq_earlierMessagesExcused() {
        scene.orders(limits(), "1 a", "2 b", "3 c");
        scene.holds("COPY", mirrorOf("ORDERS").from(OptionalLong.of(2)), "2 b", "3 c");
        scene.held("2 messages", CHECK);
        scene.holds("COPY", mirrorOf("ORDERS").from(OptionalLong.empty()), "2 b");
        scene.violated(
                CHECK,
                "COPY differs from its origin ORDERS in 1 of 2 messages; it is at 2 of 3",
                "  seq 3 on o.x is missing in the mirror");
        scene.holds("COPY", mirrorOf("ORDERS").from(OptionalLong.empty()));
        scene.unknown("no message of ORDERS is for its mirror COPY", CHECK);
    }

    @Test
    void judge_originRemovedByLimit_mirrorMayKeep() {
        scene.orders(limits().msgs(1), "3 c");
        scene.holds("COPY", mirrorOf("ORDERS"), "1 a", "2 b", "3 c");
        scene.held("1 message", CHECK);
        scene.orders(limits().msgs(2), "3 c");
        scene.violated(
                CHECK,
                "COPY differs from its origin ORDERS in 1 of 2 messages",
                "  seq 2 on o.x is in the mirror only");
    }

    @Test
    void judge_originPurged_mirrorMayKeep() {
        scene.publish(1, "a");
        scene.c1.remove("ORDERS", "", 0).ok(0);
        scene.orders(limits(), "2 b");
        scene.holds("COPY", mirrorOf("ORDERS"), "1 a", "2 b");
        scene.held("1 message", CHECK);
        scene.holds("COPY", mirrorOf("ORDERS"), "1 x", "2 b");
        scene.violated(
                CHECK,
                "COPY differs from its origin ORDERS in 1 of 2 messages",
                "  seq 1 on o.x (acknowledged to c1 at 0.002s) is another message in the mirror than the"
                        + " acknowledged one");
    }

    @Test
    void judge_mirrorRemovedByLimit_excused() {
        scene.orders(limits(), "1 a", "2 b");
        scene.holds("COPY", mirrorOf("ORDERS").msgs(1), "2 b");
        scene.held("1 message", CHECK);
        scene.holds("COPY", mirrorOf("ORDERS").age(Duration.ofMillis(1)), "2 b");
        scene.held("1 message", CHECK);
        scene.holds("COPY", mirrorOf("ORDERS").msgs(2), "2 b");
        scene.violated(
                CHECK,
                "COPY differs from its origin ORDERS in 1 of 2 messages",
                "  seq 1 on o.x is missing in the mirror");
    }

    @Test
    void judge_mirrorLimitTooLarge_violated() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.c1.remove("COPY", "", 0).ok(0);
        scene.orders(limits(), "1 a", "2 b", "3 c");
        for (Limits large : List.of(
                mirrorOf("ORDERS").msgs(9),
                mirrorOf("ORDERS").perSubject(9),
                mirrorOf("ORDERS").bytes(1_000_000),
                mirrorOf("ORDERS").age(Duration.ofHours(1)))) {
            scene.holds("COPY", large, "2 b", "3 c");
            scene.violated(
                    CHECK,
                    "COPY differs from its origin ORDERS in 1 of 3 messages",
                    "  seq 1 on o.x (acknowledged to c1 at 0.002s) is missing in the mirror,"
                            + " from which a request removed it");
        }
        scene.holds("COPY", mirrorOf("ORDERS").msgs(1), "2 b");
        scene.violated(
                CHECK,
                "COPY differs from its origin ORDERS in 1 of 2 messages; it is at 2 of 3",
                "  seq 3 on o.x is missing in the mirror, from which a request removed it");
    }

    @Test
    void judge_mirrorWithMaxAge_excusesOnlyOlderMessages() {
        scene.orders(limits(), "1 a", "2 b");
        aged(Duration.ofSeconds(2));
        scene.violated(
                CHECK,
                "COPY differs from its origin ORDERS in 1 of 2 messages",
                "  seq 1 on o.x is missing in the mirror");
        aged(Duration.ofSeconds(1));
        scene.held("1 message", CHECK);
    }

    /** The mirror lacks the first message, and was read one second after the origin stored it. */
    private void aged(Duration maxAge) {
        StreamLimits limits = mirrorOf("ORDERS").age(maxAge).build();
        scene.streams.put(
                "COPY",
                scene.builder("COPY", limits, new long[2], "2 b")
                        .readAt(1_000_000_000L)
                        .build(2, 2, 0));
    }

    @Test
    void judge_allMayHaveLeftMirror_unknown() {
        scene.orders(limits(), "1 a", "2 b");
        scene.holds("COPY", mirrorOf("ORDERS").age(Duration.ofMillis(1)));
        scene.unknown(
                "2 messages of ORDERS, but the limits of the mirror COPY may have removed each, so none was compared",
                CHECK);
    }

    @Test
    void judge_workQueue_mirrorMustHaveConsumedMessages() {
        consume(1);
        scene.holds("COPY", mirrorOf("ORDERS"), "1 a");
        scene.held("1 message", CHECK);
        scene.holds("COPY", mirrorOf("ORDERS"));
        scene.violated(
                CHECK,
                ONE_OF_ONE + "; it is at 0 of 1",
                "  seq 1 on o.x (acknowledged to c1 at 0.002s), which left the origin, is missing in the mirror");
        scene.holds("COPY", mirrorOf("ORDERS"), "1 a", "2 b");
        scene.violated(
                CHECK,
                "COPY differs from its origin ORDERS in 1 of 2 messages",
                "  seq 2 on o.x is in the mirror only");
    }

    @Test
    void judge_workQueueMirrorCreatedLater_earlierMessagesExcused() {
        consume(1);
        long[] firstAndLast = new long[2];
        long createdAt = scene.history.now();
        consume(3);
        scene.streams.put(
                "COPY",
                scene.builder("COPY", mirrorOf("ORDERS").build(), firstAndLast, "2 b")
                        .createdAt(createdAt)
                        .build(2, 2, 0));
        scene.violated(
                CHECK,
                "COPY differs from its origin ORDERS in 1 of 2 messages; it is at 2 of 3",
                "  seq 3 on o.x (acknowledged to c1 at 0.011s), which left the origin, is missing in the mirror");
    }

    @Test
    void judge_workQueueMirrorPurged_violated() {
        consume(1);
        scene.c1.remove("COPY", "", 0).ok(0);
        scene.holds("COPY", mirrorOf("ORDERS").msgs(9));
        scene.violated(
                CHECK,
                ONE_OF_ONE + "; it is at 0 of 1",
                "  seq 1 on o.x (acknowledged to c1 at 0.002s), which left the origin, is missing in the mirror");
    }

    @Test
    void judge_absentOrNotAMirror_unknown() {
        scene.unknown("COPY does not exist at the end", CHECK);
        scene.holds("COPY", limits(), "1 a");
        scene.unknown("COPY is not a mirror", CHECK);
        scene.holds("COPY", mirrorOf("ORDERS"), "1 a");
        scene.unknown("the origin ORDERS of COPY does not exist at the end", CHECK);
    }

    /** Publishes to a work queue up to a sequence, and acknowledges all messages. */
    private void consume(long upTo) {
        for (long seq = upTo == 1 ? 1 : 2; seq <= upTo; seq++) {
            scene.publish(seq, String.valueOf((char) ('a' + seq - 1)));
            scene.c1.settle(OperationKind.ACK, "ORDERS", "w", seq).ok(0);
        }
        scene.drained("ORDERS", limits().workQueue(), upTo);
    }
}

package dev.binrun.check;

import static dev.binrun.check.Limits.limits;
import static dev.binrun.check.Scene.bytes;

import dev.binrun.history.ConsumerState;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code no-acked-loss} compares the subject of a stored message if nothing can have changed it. */
class ChangedSubjectsTest {
    private static final Check CHECK = new NoAckedLoss("ORDERS");

    private final Scene scene = new Scene();

    @BeforeEach
    void nothingMapsSubjects() {
        scene.mayChangeSubjects = false;
    }

    @Test
    void judge_storedUnderAnotherSubject_lost() {
        scene.publish("o.a", 1, "a");
        scene.publish("o.b", 2, "b");
        scene.orders(limits(), "1 o.b=a", "2 o.b=b");
        scene.violated(
                CHECK,
                "1 of 2 acknowledged messages of ORDERS is lost: 1 at the start",
                "  seq 1 on o.a, acknowledged to c1 at 0.002s; the message there has the subject o.b");
    }

    @Test
    void judge_workQueueStoresUnderAnotherSubject_lost() {
        scene.publish("o.a", 1, "a");
        scene.publish("o.b", 2, "b");
        scene.consumers.set(0, new ConsumerState("w", List.of("o.b"), OptionalLong.of(1), "explicit"));
        scene.orders(limits().workQueue(), "1 o.b=a", "2 o.b=b");
        scene.violated(
                CHECK,
                "1 of 2 acknowledged messages of ORDERS is lost: 1 at the start",
                "  seq 1 on o.a, acknowledged to c1 at 0.002s; the message there has the subject o.b");
    }

    @Test
    void judge_purgeOfAnotherSubject_doesNotExcuse() {
        scene.publish("o.a", 1, "a");
        scene.publish("o.c", 2, "c");
        scene.c2.remove("ORDERS", "o.b", 0).ok(0);
        scene.orders(limits(), "1 o.b=a", "2 o.c=c");
        scene.violated(
                CHECK,
                "1 of 2 acknowledged messages of ORDERS is lost: 1 at the start",
                "  seq 1 on o.a, acknowledged to c1 at 0.002s; the message there has the subject o.b");
    }

    @Test
    void judge_storedUnderTheSameSubject_held() {
        scene.publish("o.a", 1, "a");
        scene.orders(limits(), "1 o.a=a");
        scene.held("1 acknowledged message", CHECK);
    }

    @Test
    void judge_streamTransforms_subjectsAreNotCompared() {
        scene.publish("o.a", 1, "a");
        scene.orders(limits().transforms(), "1 p.a=a");
        scene.held("1 acknowledged message", CHECK);
    }

    @Test
    void judge_streamTransformedForATime_subjectsAreNotCompared() {
        scene.c1.configure("ORDERS", limits().transforms().build()).ok(0);
        scene.publish("o.a", 1, "a");
        scene.c1.configure("ORDERS", limits().build()).ok(0);
        scene.orders(limits(), "1 p.a=a");
        scene.held("1 acknowledged message", CHECK);
    }

    @Test
    void judge_serverMapsSubjects_subjectsAreNotCompared() {
        scene.mayChangeSubjects = true;
        scene.publish("o.a", 1, "a");
        scene.orders(limits(), "1 p.a=a");
        scene.held("1 acknowledged message", CHECK);
    }

    @Test
    void judge_unrecordedVerbs_subjectsAreNotCompared() {
        scene.history.unrecordedActor("verbs of a project's own");
        scene.publish("o.a", 1, "a");
        scene.orders(limits(), "1 p.a=a");
        scene.held("1 acknowledged message", CHECK);
    }

    @Test
    void judge_duplicateOnAnotherSubject_held() {
        scene.c1.publish("o.a", bytes("a"), "id", Duration.ZERO).stored("ORDERS", 1);
        scene.c1.publish("o.b", bytes("b"), "id", Duration.ZERO).duplicate("ORDERS", 1);
        scene.orders(limits(), "1 o.a=a#id");
        scene.held("2 acknowledged messages", CHECK);
    }

    @Test
    void judge_streamRecreatedWithAnotherSubject_firstMessageExcused() {
        scene.publish("o.a", 1, "same");
        scene.c2.remove("ORDERS", "", 0).ok(0);
        scene.publish("o.b", 1, "same");
        scene.orders(limits(), "1 o.b=same");
        scene.held("2 acknowledged messages, 1 removed by a limit or a request", CHECK);
    }
}

package dev.binrun.check;

import static dev.binrun.check.Limits.limits;
import static dev.binrun.check.Scene.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.history.Asked;
import dev.binrun.history.Recorder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KvLinearizableTest {
    private static final Check CHECK = new KvLinearizable("B");

    private final Scene scene = new Scene();

    @Test
    void staleRead_violated() {
        put(scene.c1, "one").ok(1);
        get(scene.c1).found(1, bytes("one"));
        scene.held("2 operations on 1 key", CHECK);
        put(scene.c1, "two").ok(2);
        get(scene.c2).found(1, bytes("one"));
        evidence(
                "key k of bucket B is not linearizable: no order explains these answers, whatever the other 2 operations did",
                "0\\.005s to 0\\.006s c1: put [0-9a-f]{8}: ok, revision 2",
                "0\\.007s to 0\\.008s c2: get [0-9a-f]{8}: ok, revision 1");
    }

    @Test
    void valueThatNobodyWrote_violated() {
        put(scene.c1, "one").ok(1);
        get(scene.c2).found(1, bytes("other"));
        evidence(
                "key k of bucket B is not linearizable: nothing explains this answer, whatever the other 1 operation did",
                "0\\.003s to 0\\.004s c2: get [0-9a-f]{8}: ok, revision 1");
    }

    @Test
    void lostUpdate_violated() {
        put(scene.c1, "one").ok(1);
        Asked a = update(scene.c1, "two", 1);
        Asked b = update(scene.c2, "three", 1);
        a.ok(2);
        b.ok(3);
        evidence(
                "key k of bucket B is not linearizable: no order explains these answers, whatever the other 1 operation did",
                "0\\.003s to 0\\.005s c1: update [0-9a-f]{8} expecting revision 1: ok, revision 2",
                "0\\.004s to 0\\.006s c2: update [0-9a-f]{8} expecting revision 1: ok, revision 3");
    }

    @Test
    void oneOfTwoUpdatesRefused_held() {
        put(scene.c1, "one").ok(1);
        Asked a = update(scene.c1, "two", 1);
        Asked b = update(scene.c2, "three", 1);
        b.ok(2);
        a.conflict();
        scene.held("3 operations on 1 key", CHECK);
    }

    @Test
    void bothUpdatesRefused_violated() {
        put(scene.c1, "one").ok(1);
        Asked a = update(scene.c1, "two", 1);
        update(scene.c2, "three", 1).conflict();
        a.conflict();
        evidence(
                "key k of bucket B is not linearizable: no order explains these answers",
                "0\\.001s to 0\\.002s c1: put [0-9a-f]{8}: ok, revision 1",
                "0\\.003s to 0\\.006s c1: update [0-9a-f]{8} expecting revision 1: failed, wrong revision",
                "0\\.004s to 0\\.005s c2: update [0-9a-f]{8} expecting revision 1: failed, wrong revision");
    }

    @Test
    void updateRefused_asTheFirstOfUnknownOutcomeWasDone_held() {
        put(scene.c1, "one").ok(1);
        update(scene.c1, "two", 1);
        update(scene.c1, "two", 1).conflict();
        scene.held("3 operations on 1 key", CHECK);
        get(scene.c2).found(2, bytes("two"));
        scene.held("4 operations on 1 key", CHECK);
        get(scene.c2).found(1, bytes("one"));
        evidence(
                "key k of bucket B is not linearizable: no order explains these answers, whatever the other 3 operations did",
                "0\\.006s to 0\\.007s c2: get [0-9a-f]{8}: ok, revision 2",
                "0\\.008s to 0\\.009s c2: get [0-9a-f]{8}: ok, revision 1");
    }

    @Test
    void oldValueAfterTheNewOneWasRead_violated_thoughTheWriteIsUnderWay() {
        put(scene.c1, "one").ok(1);
        Asked put = put(scene.c1, "two");
        get(scene.c2).found(2, bytes("two"));
        get(scene.c2).found(1, bytes("one"));
        put.ok(2);
        evidence(
                "key k of bucket B is not linearizable: no order explains these answers, whatever the other 2 operations did",
                "0\\.004s to 0\\.005s c2: get [0-9a-f]{8}: ok, revision 2",
                "0\\.006s to 0\\.007s c2: get [0-9a-f]{8}: ok, revision 1");
    }

    @Test
    void unknownWriteSeenLater_held_unseenAgain_violated() {
        put(scene.c1, "one");
        get(scene.c2).notFound();
        scene.held("2 operations on 1 key", CHECK);
        get(scene.c2).found(1, bytes("one"));
        scene.held("3 operations on 1 key", CHECK);
        get(scene.c2).notFound();
        evidence(
                "key k of bucket B is not linearizable: no order explains these answers, whatever the other 2 operations did",
                "0\\.004s to 0\\.005s c2: get [0-9a-f]{8}: ok, revision 1",
                "0\\.006s to 0\\.007s c2: get: ok, not found");
    }

    @Test
    void failedWriteThatIsSeen_violated() {
        put(scene.c1, "one").failed();
        get(scene.c2).found(1, bytes("one"));
        evidence(
                "key k of bucket B is not linearizable: nothing explains this answer, whatever the other 1 operation did",
                "0\\.003s to 0\\.004s c2: get [0-9a-f]{8}: ok, revision 1");
    }

    @Test
    void acknowledgedWriteThatIsNotThere_violated() {
        put(scene.c1, "one").ok(1);
        get(scene.c1).notFound();
        evidence(
                "key k of bucket B is not linearizable: no order explains these answers",
                "0\\.001s to 0\\.002s c1: put [0-9a-f]{8}: ok, revision 1",
                "0\\.003s to 0\\.004s c1: get: ok, not found");
    }

    @Test
    void sameRevisionForTwoWrites_violated() {
        put(scene.c1, "one").ok(1);
        put(scene.c2, "two").ok(1);
        assertEquals(3, scene.evidence(CHECK).size());
    }

    @Test
    void createAfterDelete_held_overAValue_violated() {
        create(scene.c1, "one").ok(1);
        create(scene.c1, "two").conflict();
        scene.c1.kvDel("B", "k", -1).ok(2);
        create(scene.c2, "two").ok(3);
        get(scene.c1).found(3, bytes("two"));
        scene.c1.kvPurge("B", "k", -1, Duration.ZERO).ok(4);
        get(scene.c1).notFound();
        create(scene.c2, "two").ok(5);
        scene.held("8 operations on 1 key", CHECK);
        create(scene.c2, "three").ok(6);
        evidence(
                "key k of bucket B is not linearizable: no order explains these answers, whatever the other 7 operations did",
                "0\\.015s to 0\\.016s c2: create [0-9a-f]{8}: ok, revision 5",
                "0\\.0(17|18)s to 0\\.0(18|19)s c2: create [0-9a-f]{8}: ok, revision 6");
    }

    @Test
    void ttlOfTheKey_orOfTheBucket_whicheverEndsFirst_mayTakeTheValue() {
        scene.c1.kvPut("B", "k", bytes("one"), Duration.ofSeconds(10)).ok(1);
        scene.clock += 2_000_000_000L;
        get(scene.c2).notFound();
        assertEquals(3, scene.evidence(CHECK).size());
        scene.holds("KV_B", limits().age(Duration.ofSeconds(1)));
        scene.held("2 operations on 1 key", CHECK);
        scene.holds("KV_B", limits().age(Duration.ofSeconds(5)));
        assertEquals(3, scene.evidence(CHECK).size());
    }

    @Test
    void updateOfTheMarkerThatAnExpiredKeyLeft_held() {
        scene.c1.kvPut("B", "k", bytes("one"), Duration.ofSeconds(1)).ok(1);
        scene.clock += 2_000_000_000L;
        update(scene.c2, "two", 2).ok(3);
        get(scene.c2).found(3, bytes("two"));
        scene.held("3 operations on 1 key", CHECK);
        update(scene.c2, "three", 4).ok(5);
        assertTrue(scene.evidence(CHECK).size() >= 2);
    }

    @Test
    void retryAnsweredAsDuplicate_saysNothingMore() {
        scene.c1.publish("$KV.B.k", bytes("one"), "id1", Duration.ZERO);
        scene.c1.publish("$KV.B.k", bytes("one"), "id1", Duration.ZERO).duplicate("KV_B", 1);
        get(scene.c2).found(1, bytes("one"));
        scene.held("3 operations on 1 key", CHECK);
    }

    @Test
    void nothingAnsweredOrRemoved_unknown() {
        Asked put = put(scene.c1, "one");
        scene.unknown("no operation on a key of bucket B was answered", CHECK);
        put.ok(1);
        scene.c2.removeConsumer("KV_B", "w").ok(0);
        scene.held("1 operation on 1 key", CHECK);
        scene.c2.remove("KV_B", "", 0).ok(0);
        assertTrue(((Judgement.Unknown) Checks.judge(CHECK, scene.history, scene))
                .reason()
                .startsWith("entries of bucket B were removed from its stream by c2 at 0.0"));
    }

    private void evidence(String first, String... others) {
        List<String> lines = scene.evidence(CHECK);
        assertEquals(first, lines.get(0));
        assertEquals(others.length + 1, lines.size(), lines::toString);
        for (int i = 0; i < others.length; i++) {
            assertTrue(lines.get(i + 1).matches("  " + others[i]), lines.get(i + 1));
        }
    }

    private static Asked put(Recorder client, String value) {
        return client.kvPut("B", "k", bytes(value), Duration.ZERO);
    }

    private static Asked create(Recorder client, String value) {
        return client.kvCreate("B", "k", bytes(value), Duration.ZERO);
    }

    private static Asked update(Recorder client, String value, long expected) {
        return client.kvUpdate("B", "k", bytes(value), expected, Duration.ZERO);
    }

    private static Asked get(Recorder client) {
        return client.kvGet("B", "k");
    }
}

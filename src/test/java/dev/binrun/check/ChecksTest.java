package dev.binrun.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.history.ConsumerState;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.StreamState;
import dev.binrun.history.UnreadableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private static final List<Check> ALL = List.of(
            new NoAckedLoss("S"),
            new NoDuplicates("S"),
            new Delivered("S", "w", Optional.of(DeliveryGuarantee.ONCE), Optional.empty()),
            new Ordered("S", "w"),
            new MaxDeliveries("S", "w", 1),
            new MirrorEqualsOrigin("S"),
            new ReplicasAgree("S"),
            new KvLinearizable("S"));

    @Test
    void find_allNames_areCovered() {
        assertEquals(
                ALL.stream().map(Check::getClass).toList(),
                Checks.ALL.stream().map(CheckType::arguments).toList(),
                "the list in this test has each check of Checks.ALL, in the same order");
        assertTrue(Checks.find("ordered").isPresent() && Checks.find("sorted").isEmpty());
    }

    @Test
    void judge_emptyHistory_unknown() {
        for (Check check : ALL) {
            assertInstanceOf(Judgement.Unknown.class, judge(check, new Scene()), check.toString());
        }
    }

    @Test
    void judge_unreadableEnd_unknown() {
        for (Check check : ALL) {
            Scene scene = new Scene();
            scene.c1.publish("s", new byte[1], "", Duration.ZERO).stored("S", 1);
            assertInstanceOf(
                    Judgement.Unknown.class, Checks.judge(check, scene.history, new Silent()), check.toString());
        }
    }

    @Test
    void judge_incompleteHistory_unknown() {
        try (History history = new History(Path.of("absent"), 1, System::nanoTime)) {
            for (int i = 0; i < 10_000; i++) {
                Scene.delivered(history.recorder("c"), "S", "w", "s", i, i, 1);
            }
            for (Check check : ALL) {
                assertInstanceOf(Judgement.Unknown.class, Checks.judge(check, history, new Silent()), check.toString());
            }
        }
    }

    private static Judgement judge(Check check, Scene scene) {
        return Checks.judge(check, scene.history, scene);
    }

    /** A final state that cannot be read. */
    private static final class Silent implements FinalState {
        @Override
        public long at() {
            return 0;
        }

        @Override
        public Optional<StreamState> stream(String name) {
            throw new UnreadableException(name + " does not respond");
        }

        @Override
        public Map<String, StreamState> replicas(String stream) {
            throw new UnreadableException(stream + " does not respond");
        }

        @Override
        public List<ConsumerState> consumers(String stream) {
            throw new UnreadableException(stream + " does not respond");
        }
    }
}

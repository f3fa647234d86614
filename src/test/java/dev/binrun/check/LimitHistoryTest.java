package dev.binrun.check;

import static dev.binrun.check.Limits.limits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.history.StreamLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitHistoryTest {
    private final Scene scene = new Scene();

    @Test
    void age_ttlRaised_isTheShortestPossible() {
        StreamLimits second = limits().age(Duration.ofSeconds(1)).build();
        StreamLimits hour = limits().age(Duration.ofHours(1)).build();
        scene.c1.configure("KV_B", second).ok(0);
        long put = scene.history.now();
        scene.clock += 2_000_000_000;
        scene.c1.configure("KV_B", hour).ok(0);
        LimitHistory limits = new LimitHistory(scene.history, "KV_B", hour);
        assertEquals(Duration.ofSeconds(1).toNanos(), limits.age(put));
        assertEquals(Duration.ofHours(1).toNanos(), limits.age(scene.history.now()));
    }

    @Test
    void hadSince_laterChange_endsEarlierLimits() {
        StreamLimits one = limits().msgs(1).build();
        StreamLimits two = limits().msgs(2).build();
        StreamLimits three = limits().msgs(3).build();
        scene.c1.configure("S", one).ok(0);
        scene.c1.configure("OTHER", limits().msgs(9).build()).ok(0);
        scene.c1.configure("S", two).ok(0);
        scene.c1.configure("S", three);
        long after = scene.history.now();
        LimitHistory limits = new LimitHistory(scene.history, "S", two);
        assertTrue(limits.had(one::equals));
        List<StreamLimits> all = List.of(one, two, three);
        assertEquals(all, among(all, limits, 0));
        assertEquals(List.of(two, three), among(all, limits, after));
        assertEquals(List.of(two), among(all, LimitHistory.always(two), 0));
    }

    private static List<StreamLimits> among(List<StreamLimits> all, LimitHistory limits, long time) {
        return all.stream()
                .filter(wanted -> limits.hadSince(time, wanted::equals))
                .toList();
    }
}

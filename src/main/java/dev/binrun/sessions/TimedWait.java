package dev.binrun.sessions;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for conditions that no event reports. */
public final class TimedWait {
    private static final Duration PAUSE = Duration.ofMillis(5);

    private TimedWait() {}

    /** Returns whether the condition holds within the limit; it is checked every 5 ms. */
    public static boolean until(Duration limit, Callable<Boolean> condition) {
        return until(limit, PAUSE, condition);
    }

    /**
     * Returns whether the condition holds within the limit; it is checked at once, again after a first pause, and then
     * every 5 ms.
     */
    static boolean until(Duration limit, Duration firstPause, Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval((count, before) -> count == 1 ? firstPause : PAUSE)
                    .atMost(limit)
                    .until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }
}

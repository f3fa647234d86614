package dev.binrun.engine.aftermath;

import dev.binrun.verb.Background;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets what reads on in the background get what is there before it is ended, where checks judge what was delivered: what they find
 * missing must not be what we cut off. Asks the server, so it is for when the steps are over.
 */
public final class BackgroundDrain {
    private static final Duration POLL = Duration.ofMillis(20);

    /** Consumers hear of a message a moment after its publisher has: who has all there is must have it for so long. */
    private static final Duration SETTLED = Duration.ofMillis(100);

    /** As long as something comes, or is not done with, it goes on; a consumer that waits for acknowledgements, or is paused, gives nothing more. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private BackgroundDrain() {}

    /** What one has, and what is there for it. */
    private record Progress(long received, long pending, boolean busy) {}

    /** Returns when all have what is there, or nothing more comes; at once in a thread that is interrupted. */
    public static void await(List<Background> backgrounds) {
        long end = System.nanoTime() + LIMIT.toNanos();
        long changed = System.nanoTime();
        List<Progress> before = List.of();
        while (!backgrounds.isEmpty() && !Thread.currentThread().isInterrupted() && System.nanoTime() - end < 0) {
            List<Progress> now = progress(backgrounds);
            if (!now.equals(before) || now.stream().anyMatch(Progress::busy)) {
                changed = System.nanoTime();
            }
            Duration enough = now.stream().allMatch(one -> one.pending() == 0) ? SETTLED : QUIET;
            if (System.nanoTime() - changed >= enough.toNanos()) {
                return;
            }
            before = now;
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static List<Progress> progress(List<Background> backgrounds) {
        List<Progress> all = new ArrayList<>();
        for (Background background : backgrounds) {
            all.add(new Progress(background.gathered().received(), background.pending(), background.busy()));
        }
        return all;
    }
}

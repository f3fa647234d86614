package dev.binrun.engine.aftermath;

import dev.binrun.server.host.Polling;
import dev.binrun.verb.Background;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Lets background verbs receive the stored messages before they are closed, because a check must not report a message
 * that was cut off. Asks the servers, so it must run after the steps.
 */
public final class BackgroundDrain {
    private static final Polling POLLING = new Polling(Duration.ofMillis(20));

    /** A message reaches consumers a moment after its publisher has the acknowledgement. */
    private static final Duration SETTLED = Duration.ofMillis(100);

    /** A consumer that is paused, or waits for acknowledgements, delivers nothing more. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<Background> backgrounds;
    private List<Progress> before = List.of();
    private long changed = System.nanoTime();

    private BackgroundDrain(List<Background> backgrounds) {
        this.backgrounds = backgrounds;
    }

    /**
     * The progress of one background verb.
     *
     * @param received the number of messages that it received
     * @param pending the number of messages that it will still receive
     * @param busy whether it still handles messages
     */
    private record Progress(long received, long pending, boolean busy) {}

    /**
     * Waits until all background verbs have received their messages, or none makes progress any more. Returns at once
     * if the current thread is interrupted, and keeps the interrupt.
     */
    public static void await(List<Background> backgrounds) {
        if (backgrounds.isEmpty() || Thread.currentThread().isInterrupted()) {
            return;
        }
        try {
            POLLING.interruptibly(System.nanoTime() + LIMIT.toNanos(), new BackgroundDrain(backgrounds)::progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> progress() {
        List<Progress> now = backgrounds.stream()
                .map(background ->
                        new Progress(background.gathered().received(), background.pending(), background.busy()))
                .toList();
        if (!now.equals(before) || now.stream().anyMatch(Progress::busy)) {
            changed = System.nanoTime();
        }
        before = now;
        Duration enough = now.stream().allMatch(progress -> progress.pending() == 0) ? SETTLED : QUIET;
        return System.nanoTime() - changed >= enough.toNanos() ? Optional.empty() : Optional.of(now.toString());
    }
}

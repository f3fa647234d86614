package dev.binrun.server;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Waits for a server that recovers its store, which takes minutes for tens of thousands of consumers.
 *
 * <p>Between two lines of the log the server may recover for long, so processor time counts as progress, too.
 */
record RecoveryWait(LogTail log, ServerProcess process, Consumer<String> progress) {
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration TOLD_EVERY = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(250);

    /** A server that waits for something uses less than this of a second; one that recovers uses more. */
    private static final double BUSY = 0.05;

    /** What a server writes before the text of a line: its pid, the time and the level. */
    private static final Pattern PREFIX = Pattern.compile("^\\[\\d+] \\S+ \\S+ \\[\\w+]\\s*");

    /**
     * Returns once the server listens for clients or has ended, or makes no progress for as long as a start may take.
     *
     * @return the deadline for the rest of the start
     */
    long await(Duration limit, long deadline) {
        long begin = System.nanoTime();
        long told = begin;
        long written = log.lineCount();
        Duration used = process.processorTime();
        long looked = begin;
        long until = deadline;
        while (until - System.nanoTime() > 0 && !isOver()) {
            long now = System.nanoTime();
            Duration usedNow = process.processorTime();
            boolean busy = usedNow.minus(used).toNanos() > BUSY * (now - looked);
            if ((busy || log.lineCount() > written) && now - begin < LONGEST.toNanos()) {
                until = Math.max(until, now + limit.toNanos());
            }
            written = log.lineCount();
            used = usedNow;
            looked = now;
            if (now - told >= TOLD_EVERY.toNanos()) {
                told = now;
                progress.accept("the server has recovered its store for "
                        + Duration.ofNanos(now - begin).toSeconds() + " s: " + lastLine());
            }
        }
        return Math.max(until, System.nanoTime() + limit.toNanos());
    }

    private boolean isOver() {
        return log.awaitSinceStart(line -> line.contains("Listening for client connections on "), LOOK)
                        .isPresent()
                || log.awaitEnd(Duration.ZERO);
    }

    private String lastLine() {
        List<String> last = log.tail(1);
        return last.isEmpty()
                ? "no line in its log yet"
                : PREFIX.matcher(last.get(0)).replaceFirst("").strip();
    }
}

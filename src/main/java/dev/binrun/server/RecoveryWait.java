package dev.binrun.server;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Waits for a server that recovers its store, which takes minutes for tens of thousands of consumers.
 *
 * <p>The server may write no line for a long time while it recovers, so processor time also counts as progress.
 *
 * @param progress receives a line every few seconds
 */
record RecoveryWait(LogTail log, ServerProcess process, Consumer<String> progress) {
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);

    /** A waiting server uses less than this fraction of a processor; a recovering one uses more. */
    private static final double BUSY = 0.05;

    /** The beginning of each line of the log: process id, time and level. */
    private static final Pattern PREFIX = Pattern.compile("^\\[\\d+] \\S+ \\S+ \\[\\w+]\\s*");

    /**
     * Returns when the server listens for clients, has ended, or has made no progress for as long as a start may take.
     *
     * @param limit the time that a start may take without progress
     * @param deadline a time of {@link System#nanoTime()}
     * @return the deadline for the rest of the start
     */
    long await(Duration limit, long deadline) {
        long begin = System.nanoTime();
        long reported = begin;
        long lines = log.lineCount();
        Duration usedBefore = process.processorTime();
        long checked = begin;
        long until = deadline;
        while (until - System.nanoTime() > 0 && !isOver()) {
            long now = System.nanoTime();
            Duration usedNow = process.processorTime();
            boolean busy = usedNow.minus(usedBefore).toNanos() > BUSY * (now - checked);
            if ((busy || log.lineCount() > lines) && now - begin < LONGEST.toNanos()) {
                until = Math.max(until, now + limit.toNanos());
            }
            lines = log.lineCount();
            usedBefore = usedNow;
            checked = now;
            if (now - reported >= REPORT_INTERVAL.toNanos()) {
                reported = now;
                progress.accept("the server has been recovering its store for "
                        + Duration.ofNanos(now - begin).toSeconds() + " s: " + lastLine());
            }
        }
        return Math.max(until, System.nanoTime() + limit.toNanos());
    }

    private boolean isOver() {
        return log.awaitSinceStart(line -> line.contains("Listening for client connections on "), CHECK_INTERVAL)
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

package dev.binrun.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** The times in a report: seconds since the start of the run, as in the evidence of checks. */
final class Clock {
    private Clock() {}

    /** Returns a time such as {@code 1.250s}, from the nanoseconds since the start of the run. */
    static String time(long nanos) {
        return String.format(Locale.ROOT, "%.3fs", nanos / 1e9);
    }

    /** Returns the time of an instant; negative before the start of the run. */
    static String time(Instant at, Instant begin) {
        return time(Duration.between(begin, at).toNanos());
    }
}

package dev.binrun.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** The times in a report: seconds since the run began, as in the evidence of checks. */
final class Clock {
    private Clock() {}

    /** A time by the nanoseconds since the run began. */
    static String time(long nanos) {
        return String.format(Locale.ROOT, "%.3fs", nanos / 1e9);
    }

    /** The time of an instant; negative if it is before the run began. */
    static String time(Instant at, Instant begin) {
        return time(Duration.between(begin, at).toNanos());
    }
}

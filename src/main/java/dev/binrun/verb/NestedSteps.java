package dev.binrun.verb;

import java.time.Duration;

/** Steps within a step. The outer step runs them by {@link VerbWorld#run} or {@link VerbWorld#runBeside}. */
public interface NestedSteps {
    /** The longest duration that {@link #atMost} returns. */
    Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    /** Returns the longest time that the arguments of the steps state, added up. */
    Duration atMost();
}

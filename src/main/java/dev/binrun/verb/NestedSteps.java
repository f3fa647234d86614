package dev.binrun.verb;

import java.time.Duration;

/** Steps that stand within a step; its verb has them done by {@link World#run} or {@link World#runBeside}. */
public interface NestedSteps {
    /** The longest that can be told by the arguments of verbs. */
    Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    /** How long their arguments let them take, one after the other. */
    Duration atMost();
}

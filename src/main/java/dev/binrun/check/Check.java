package dev.binrun.check;

import dev.binrun.history.FinalState;
import dev.binrun.history.History;

/** A property of a run; a record of the arguments that a scenario sets. Call {@link Checks#judge} to judge a run. */
public interface Check {
    /**
     * Judges a run that has ended.
     *
     * @throws dev.binrun.history.UnreadableException if a part of the final state cannot be read
     */
    Judgement judge(History history, FinalState end);
}

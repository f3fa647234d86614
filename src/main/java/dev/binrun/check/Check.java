package dev.binrun.check;

import dev.binrun.history.FinalState;
import dev.binrun.history.History;

/** Judges a run that has ended; a record of its arguments. Run it through {@link Checks#judge}. */
public interface Check {
    /** Judges what clients did and what is left; may throw {@link dev.binrun.history.UnreadableException}. */
    Judgement judge(History history, FinalState end);
}

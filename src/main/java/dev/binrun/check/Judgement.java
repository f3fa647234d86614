package dev.binrun.check;

import java.util.List;

/** The result of a check. */
public sealed interface Judgement {
    /** The property holds; {@code of} counts the things that were compared. */
    record Held(String of) implements Judgement {}

    /** The property does not hold; the evidence is a sentence and the lines below it. */
    record Violated(List<String> evidence) implements Judgement {
        public Violated {
            evidence = List.copyOf(evidence);
        }
    }

    /** The history and the final state do not show whether the property holds. */
    record Unknown(String reason) implements Judgement {}
}

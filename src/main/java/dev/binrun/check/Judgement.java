package dev.binrun.check;

import java.util.List;

/** What a check says. */
public sealed interface Judgement {
    /** It holds; of what, in words. */
    record Held(String of) implements Judgement {}

    /** It does not hold: the shortest evidence, line by line. */
    record Violated(List<String> evidence) implements Judgement {
        public Violated {
            evidence = List.copyOf(evidence);
        }
    }

    /** Nothing can be said, and why. */
    record Unknown(String reason) implements Judgement {}
}

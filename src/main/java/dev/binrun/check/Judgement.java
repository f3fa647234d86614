package dev.binrun.check;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The result of a check. */
@API(status = Status.EXPERIMENTAL)
public sealed interface Judgement {
    /** The property holds; {@code of} counts the things that were compared. */
    @API(status = Status.EXPERIMENTAL)
    record Held(String of) implements Judgement {}

    /** The property does not hold; the evidence is a sentence and the lines below it. */
    @API(status = Status.EXPERIMENTAL)
    record Violated(List<String> evidence) implements Judgement {
        public Violated {
            evidence = List.copyOf(evidence);
            if (evidence.isEmpty()) {
                throw new IllegalArgumentException("the evidence of a violation must have at least one line");
            }
        }
    }

    /** The history and the final state do not show whether the property holds. */
    @API(status = Status.EXPERIMENTAL)
    record Unknown(String reason) implements Judgement {}

    /**
     * Returns that the property holds.
     *
     * @param of the number of things that were compared, such as {@code 12 orders}
     */
    static Judgement held(String of) {
        return new Held(of);
    }

    /**
     * Returns that the property does not hold.
     *
     * @param sentence the violation in one sentence, which is the scenario's failure message
     * @param evidence the lines that show it; the report shows at most {@value Evidence#LINES}
     */
    static Judgement violated(String sentence, List<String> evidence) {
        Evidence lines = new Evidence();
        evidence.forEach(line -> lines.add(() -> line));
        return lines.violated(sentence);
    }

    /**
     * Returns that the run does not show whether the property holds. The scenario is then BROKEN, because it proves
     * nothing.
     */
    static Judgement unknown(String reason) {
        return new Unknown(reason);
    }
}

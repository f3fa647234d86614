package dev.binrun.check;

import dev.binrun.history.Operation;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The result of a check. */
@API(status = Status.EXPERIMENTAL)
public sealed interface Judgement {
    /** The property holds; {@code of} counts the things that were compared. */
    @API(status = Status.EXPERIMENTAL)
    record Held(String of) implements Judgement {}

    /**
     * The property does not hold.
     *
     * @param evidence a sentence and the lines below it
     * @param operations the operations that show it, which a report can draw; may be empty
     */
    @API(status = Status.EXPERIMENTAL)
    record Violated(
            List<String> evidence,
            @API(status = Status.INTERNAL) List<Operation> operations) implements Judgement {
        @API(status = Status.INTERNAL)
        public Violated {
            evidence = List.copyOf(evidence);
            operations = List.copyOf(operations);
            if (evidence.isEmpty()) {
                throw new IllegalArgumentException("the evidence of a violation must have at least one line");
            }
        }

        /** Creates a violation without operations. */
        public Violated(List<String> evidence) {
            this(evidence, List.of());
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

package dev.binrun.verb;

import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The shapes of a verb's answers, such as {@code AnswerForm.of("{seq: number, items: [text]}")}. "Shapes of answers" in
 * the reference describes the notation and lists the shapes with names. Every answer also has {@code at} and {@code
 * took}.
 *
 * @param shape the answer if no case applies
 * @param cases the answers with certain arguments; of those that do not add keys, the first that applies counts
 * @param gathered the answer of {@code collect} and {@code stop} for a background verb
 */
@API(status = Status.EXPERIMENTAL)
public record AnswerForm(String shape, List<Case> cases, String gathered) {
    /** Answers of any shape. */
    public static final AnswerForm ANY = of("any");

    /**
     * The answer to calls with an argument.
     *
     * @param argument the argument that is stated, and not false
     * @param adds whether the keys of the shape are added to the others of the answer
     * @param shape the shape of the answer, or of its additional keys
     */
    @API(status = Status.EXPERIMENTAL)
    public record Case(String argument, boolean adds, String shape) {}

    public AnswerForm {
        cases = List.copyOf(cases);
    }

    /** Returns answers of one shape for all arguments. */
    public static AnswerForm of(String shape) {
        return new AnswerForm(shape, List.of(), "any");
    }

    /** Returns these answers with another shape for calls with an argument. */
    public AnswerForm when(String argument, String other) {
        return with(new Case(argument, false, other));
    }

    /** Returns these answers with more keys for calls with an argument. */
    public AnswerForm and(String argument, String more) {
        return with(new Case(argument, true, more));
    }

    /** Returns these answers for a background verb that gathers data of this shape. */
    public AnswerForm gathers(String data) {
        return new AnswerForm(shape, cases, data);
    }

    private AnswerForm with(Case more) {
        return new AnswerForm(
                shape, Stream.concat(cases.stream(), Stream.of(more)).toList(), gathered);
    }
}

package dev.binrun.verb;

import java.util.List;
import java.util.stream.Stream;

/**
 * The shapes of a verb's answers, as {@link dev.binrun.form.Shape#parse} reads them. The reference lists the shapes that have
 * names. {@code at} and {@code took} are in every answer, and not stated here.
 *
 * @param shape the answer if none of the cases holds
 * @param cases the answers with certain arguments; of those that do not add, the first that holds counts
 * @param gathered of a background verb, the answer of {@code collect} and {@code stop}
 */
public record AnswerForm(String shape, List<Case> cases, String gathered) {
    /** Answers of which nothing is known. */
    public static final AnswerForm ANY = of("any");

    /**
     * The answer with an argument.
     *
     * @param argument the argument that is given, and is not false
     * @param adds whether these keys are added to the answer's others
     * @param shape the answer then
     */
    public record Case(String argument, boolean adds, String shape) {}

    public AnswerForm {
        cases = List.copyOf(cases);
    }

    /** Returns answers of one shape, whatever the arguments. */
    public static AnswerForm of(String shape) {
        return new AnswerForm(shape, List.of(), "any");
    }

    /** Returns these answers with another shape for calls that give an argument. */
    public AnswerForm when(String argument, String other) {
        return with(new Case(argument, false, other));
    }

    /** Returns these answers with more keys for calls that give an argument. */
    public AnswerForm and(String argument, String more) {
        return with(new Case(argument, true, more));
    }

    /** Returns these answers as those of a background verb that gathers data of this shape. */
    public AnswerForm gathers(String data) {
        return new AnswerForm(shape, cases, data);
    }

    private AnswerForm with(Case more) {
        return new AnswerForm(
                shape, Stream.concat(cases.stream(), Stream.of(more)).toList(), gathered);
    }
}

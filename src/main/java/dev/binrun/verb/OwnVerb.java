package dev.binrun.verb;

import java.time.Duration;

/**
 * A verb of a project's own: what a step can do with the system under test. It is found by {@link java.util.ServiceLoader}: a
 * public class with a public constructor without parameters, named in {@code META-INF/services/dev.binrun.verb.OwnVerb}.
 *
 * @param <A> the record whose components are its arguments: text ({@code String}), numbers ({@code long}, {@code int}), {@code
 *     boolean}, {@code Duration}, {@code Size}, {@code Instant}, enums, trees ({@code JsonObject}), records, and {@code
 *     Optional}, {@code List} and {@code Map} of these. What is no {@code Optional}, list, map or {@code boolean} is needed,
 *     unless its {@link dev.binrun.form.Arg} says otherwise; {@link VerbDoc} on it says what the verb does.
 */
public interface OwnVerb<A extends Record> {
    /** As it is written in a step: words of small letters, such as {@code order place}. */
    String name();

    /** The record that takes the arguments. */
    Class<A> arguments();

    /**
     * Does it. What it throws fails the step, unless the step expects the error.
     *
     * @return the answer that a step's {@code expect} sees; null is an empty one
     */
    Object run(A arguments, World world) throws Exception;

    /** What may be done with it; one that only reads can be repeated by {@code within}. */
    default VerbType.VerbKind kind() {
        return VerbType.VerbKind.WRITES;
    }

    /**
     * Whether a scenario's history has all that it, or what it starts, does to streams, consumers and buckets: it changes nothing there,
     * or tells {@link World#recorder}. What is not recorded, checks take for possible, and where it matters they say that they do not
     * know.
     */
    default boolean recorded() {
        return kind() == VerbType.VerbKind.READS;
    }

    /**
     * The shapes of its answers. If they are stated, an expectation that would hold for every answer, because its key is
     * misspelt, is an error when the file is read, and editors complete the keys.
     */
    default AnswerForm answers() {
        return AnswerForm.ANY;
    }

    /** How long the arguments let it take; zero where they say nothing. */
    default Duration atMost(A arguments) {
        return Duration.ZERO;
    }
}

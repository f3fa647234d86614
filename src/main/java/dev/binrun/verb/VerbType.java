package dev.binrun.verb;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A verb that a step can name.
 *
 * @param name as in a scenario, such as {@code stream info}
 * @param arguments the record that takes its arguments and runs it
 * @param maker makes the verb of its arguments, which most are themselves
 * @param kind what may be done with it
 * @param flow whether it is about the course of the scenario: it asks no server, so that no client speaks, and a list is one value
 *     of its first argument, not one item each
 * @param aliases other names, those of the nats CLI
 * @param answers the shapes of its answers
 */
public record VerbType(
        String name,
        Class<? extends Record> arguments,
        Function<Record, Verb> maker,
        VerbKind kind,
        boolean flow,
        List<String> aliases,
        AnswerForm answers) {
    /** What may be done with a verb. */
    public enum VerbKind {
        /** It may be repeated until something holds: it only reads, or only the scenario knows what it does. */
        READS,
        /** A verb that takes messages. It may be repeated until something holds; the messages of earlier tries are shown. */
        TAKES,
        /** It changes something. */
        WRITES,
        /** It goes on after its step, and gathers what comes. */
        BACKGROUND
    }

    public VerbType {
        aliases = List.copyOf(aliases);
    }

    /** A verb that only reads, or of which only the scenario knows what it does. */
    public static <V extends Record & Verb> VerbType reads(String name, Class<V> arguments, String... aliases) {
        return new VerbType(name, arguments, Verb.class::cast, VerbKind.READS, false, List.of(aliases), AnswerForm.ANY);
    }

    /** A verb that takes messages. */
    public static <V extends Record & Verb> VerbType takes(String name, Class<V> arguments, String... aliases) {
        return new VerbType(name, arguments, Verb.class::cast, VerbKind.TAKES, false, List.of(aliases), AnswerForm.ANY);
    }

    /** A verb that changes something. */
    public static <V extends Record & Verb> VerbType writes(String name, Class<V> arguments, String... aliases) {
        return new VerbType(
                name, arguments, Verb.class::cast, VerbKind.WRITES, false, List.of(aliases), AnswerForm.ANY);
    }

    /** A verb that goes on after its step. */
    public static <V extends Record & Verb> VerbType background(String name, Class<V> arguments, String... aliases) {
        return new VerbType(
                name, arguments, Verb.class::cast, VerbKind.BACKGROUND, false, List.of(aliases), AnswerForm.ANY);
    }

    /** A verb about the course of the scenario. */
    public static <V extends Record & Verb> VerbType flow(String name, Class<V> arguments, VerbKind kind) {
        return new VerbType(name, arguments, Verb.class::cast, kind, true, List.of(), AnswerForm.ANY);
    }

    /** A verb of a project's own. */
    public static <A extends Record> VerbType own(OwnVerb<A> verb) {
        Class<A> arguments = verb.arguments();
        Function<Record, Verb> maker = record -> new OwnStep<>(verb, arguments.cast(record));
        return new VerbType(verb.name(), arguments, maker, verb.kind(), false, List.of(), verb.answers());
    }

    /** This verb, with answers of one shape. */
    public VerbType answering(String shape) {
        return answering(AnswerForm.of(shape));
    }

    /** This verb, with answers of these shapes. */
    public VerbType answering(AnswerForm shapes) {
        return new VerbType(name, arguments, maker, kind, flow, aliases, shapes);
    }

    /** The verb with its arguments. */
    public Verb with(Record arguments) {
        return maker.apply(arguments);
    }

    /** What it does, with an example; empty for a verb of a project's own that does not say. */
    public Optional<VerbDoc> does() {
        return Optional.ofNullable(arguments.getAnnotation(VerbDoc.class));
    }

    /** Returns whether the verb only reads, or only the scenario knows its effect. */
    public boolean reads() {
        return kind == VerbKind.READS;
    }

    /** Returns whether {@code within} may repeat it until something holds. */
    public boolean repeatable() {
        return reads() || kind == VerbKind.TAKES;
    }

    /** Whether it goes on after its step. */
    public boolean inBackground() {
        return kind == VerbKind.BACKGROUND;
    }
}

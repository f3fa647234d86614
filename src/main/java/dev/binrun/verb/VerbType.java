package dev.binrun.verb;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A verb that a step can name, with every fact about it that other packages need: none of them compares names of verbs.
 *
 * @param name the name in a scenario, such as {@code stream info}
 * @param arguments the record that takes the arguments and, for binrun's own verbs, runs the verb
 * @param maker creates the verb from its arguments
 * @param kind the effect of the verb
 * @param traits further facts
 * @param topologyKey the top-level key of a scenario whose list items this verb creates, such as {@code streams}
 * @param undoes the name of the verb whose effect this one ends, such as {@code server kill} for {@code server start}
 * @param aliases other names: those of the nats CLI
 * @param answers the shapes of the answers
 */
public record VerbType(
        String name,
        Class<? extends Record> arguments,
        Function<Record, Verb> maker,
        VerbKind kind,
        Set<VerbTrait> traits,
        Optional<String> topologyKey,
        Optional<String> undoes,
        List<String> aliases,
        AnswerForm answers) {
    /** The effect of a verb, which decides whether a step may repeat it. */
    @API(status = Status.EXPERIMENTAL)
    public enum VerbKind {
        /** Only reads, or has an effect that only the scenario knows. A step may repeat it until a condition holds. */
        READS,
        /** Consumes messages. A step may repeat it until a condition holds; the messages of earlier tries are shown. */
        TAKES,
        /** Changes something. */
        WRITES,
        /** Keeps running after its step, and gathers data. */
        BACKGROUND
    }

    public VerbType {
        traits = Set.copyOf(traits);
        aliases = List.copyOf(aliases);
    }

    /** Returns a verb that only reads, or whose effect only the scenario knows. */
    public static <V extends Record & Verb> VerbType reads(String name, Class<V> arguments, String... aliases) {
        return of(name, arguments, VerbKind.READS, Set.of(), aliases);
    }

    /** Returns a verb that consumes messages. */
    public static <V extends Record & Verb> VerbType takes(String name, Class<V> arguments, String... aliases) {
        return of(name, arguments, VerbKind.TAKES, Set.of(), aliases);
    }

    /** Returns a verb that changes something. */
    public static <V extends Record & Verb> VerbType writes(String name, Class<V> arguments, String... aliases) {
        return of(name, arguments, VerbKind.WRITES, Set.of(), aliases);
    }

    /** Returns a verb that keeps running after its step. */
    public static <V extends Record & Verb> VerbType background(String name, Class<V> arguments, String... aliases) {
        return of(name, arguments, VerbKind.BACKGROUND, Set.of(), aliases);
    }

    /** Returns a verb that controls the course of the scenario. */
    public static <V extends Record & Verb> VerbType flow(String name, Class<V> arguments, VerbKind kind) {
        return of(name, arguments, kind, Set.of(VerbTrait.FLOW));
    }

    /** Returns a verb of a project's own. */
    public static <A extends Record> VerbType own(OwnVerb<A> verb) {
        Class<A> arguments = verb.arguments();
        return new VerbType(
                verb.name(),
                arguments,
                record -> new OwnStep<>(verb, arguments.cast(record)),
                verb.kind(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                verb.answers());
    }

    private static <V extends Record & Verb> VerbType of(
            String name, Class<V> arguments, VerbKind kind, Set<VerbTrait> traits, String... aliases) {
        return new VerbType(
                name,
                arguments,
                Verb.class::cast,
                kind,
                traits,
                Optional.empty(),
                Optional.empty(),
                List.of(aliases),
                AnswerForm.ANY);
    }

    /** Returns this verb with answers of one shape. */
    public VerbType answering(String shape) {
        return answering(AnswerForm.of(shape));
    }

    /** Returns this verb with answers of these shapes. */
    public VerbType answering(AnswerForm shapes) {
        return new VerbType(name, arguments, maker, kind, traits, topologyKey, undoes, aliases, shapes);
    }

    /** Returns this verb with these traits. */
    public VerbType with(VerbTrait... more) {
        return new VerbType(name, arguments, maker, kind, Set.of(more), topologyKey, undoes, aliases, answers);
    }

    /** Returns this verb as the one that creates the items under a top-level key. */
    public VerbType creating(String key) {
        return new VerbType(name, arguments, maker, kind, traits, Optional.of(key), undoes, aliases, answers);
    }

    /** Returns this verb as the one that ends the effect of another, which is given by its name. */
    public VerbType undoing(String other) {
        return new VerbType(name, arguments, maker, kind, traits, topologyKey, Optional.of(other), aliases, answers);
    }

    /** Returns the verb with its arguments. */
    public Verb with(Record arguments) {
        return maker.apply(arguments);
    }

    /** Returns the description and the example of the verb; empty for a verb of a project's own without them. */
    public Optional<VerbDoc> does() {
        return Optional.ofNullable(arguments.getAnnotation(VerbDoc.class));
    }

    /** Returns whether the verb has a trait. */
    public boolean is(VerbTrait trait) {
        return traits.contains(trait);
    }

    /** Returns whether the verb controls the course of the scenario; see {@link VerbTrait#FLOW}. */
    public boolean flow() {
        return is(VerbTrait.FLOW);
    }

    /** Returns whether the verb only reads, or only the scenario knows its effect. */
    public boolean reads() {
        return kind == VerbKind.READS;
    }

    /** Returns whether {@code within} may repeat the verb until a condition holds. */
    public boolean repeatable() {
        return reads() || kind == VerbKind.TAKES;
    }

    /** Returns whether the verb keeps running after its step. */
    public boolean inBackground() {
        return kind == VerbKind.BACKGROUND;
    }
}

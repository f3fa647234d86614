package dev.binrun.scenario;

import com.google.gson.JsonElement;
import dev.binrun.form.Scope;
import dev.binrun.match.Expected;
import dev.binrun.match.Mismatch;
import dev.binrun.scenario.yaml.InvalidDocumentException;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.SourceText;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One step of a scenario: a verb with its arguments, and the expectation of its answer. */
public final class Step {
    /** The keys in the answers of {@code collect} and {@code stop} that depend on all received data. */
    public static final Set<String> OF_ALL = Set.of("messages", "entries", "received");

    /** The keys of an answer that are times of the step itself. */
    public static final Set<String> TIMES = Set.of("took", "at");

    private final SourceText source;
    private final VerbType verb;
    private final List<Mapping> arguments;
    private final boolean list;
    private final Modifiers modifiers;
    private final ExpectedKeys keys;
    private final Place place;
    private final Duration ofArguments;
    private final List<Block> inner;

    // values without references are created once, because a step can be repeated a million times
    private volatile List<Verb> bound;
    private volatile Optional<Expected> expected;

    /**
     * @param list whether the step has a list of items
     * @param keys the expected keys that no answer has
     * @param ofArguments the maximum duration that follows from the arguments
     */
    Step(
            SourceText source,
            Place place,
            VerbType verb,
            List<Mapping> arguments,
            boolean list,
            Modifiers modifiers,
            ExpectedKeys keys,
            Duration ofArguments) {
        this.source = source;
        this.place = place;
        this.verb = verb;
        this.arguments = List.copyOf(arguments);
        this.list = list;
        this.modifiers = modifiers;
        this.keys = keys;
        this.ofArguments = ofArguments;
        this.inner = arguments.stream()
                .flatMap(map -> map.entries().stream())
                .flatMap(entry -> blocks(entry.value()))
                .toList();
    }

    /** Returns the place of the step in its file. */
    public Place place() {
        return place;
    }

    /** Returns the step's verb. */
    public VerbType verb() {
        return verb;
    }

    /** Returns the step's name in reports: its {@code name}, or the verb. */
    public String label() {
        return modifiers.name().orElse(verb.name());
    }

    /** Returns whether the step has a list of items, for which the verb runs in order. */
    public boolean isList() {
        return list;
    }

    /** Returns how long the verb is repeated until its expectation holds. */
    public Optional<Duration> within() {
        return modifiers.within();
    }

    /** Returns how long the expectation must hold. */
    public Optional<Duration> during() {
        return modifiers.during();
    }

    /** Returns the name under which the answer is kept. */
    public Optional<String> as() {
        return modifiers.as();
    }

    /** Returns the name of the client whose connection the step uses. */
    public String client() {
        return modifiers.client().orElse("default");
    }

    /** Returns the steps inside this one: one block for a repetition, one for each branch. */
    public List<Block> inner() {
        return inner;
    }

    /** Returns this step and all steps inside it. */
    public Stream<Step> withInner() {
        return Stream.concat(
                Stream.of(this),
                inner.stream().flatMap(block -> block.steps().stream()).flatMap(Step::withInner));
    }

    /** Returns the arguments, a map for each item. */
    List<Mapping> arguments() {
        return arguments;
    }

    /** Returns the step's maximum duration; zero if unknown. */
    Duration atMost() {
        Duration wait = within().orElse(Duration.ZERO).plus(during().orElse(Duration.ZERO));
        return wait.compareTo(ofArguments) > 0 ? wait : ofArguments;
    }

    /** Returns whether this step or one inside it states something that can fail. */
    public boolean states() {
        return statesItself()
                || inner.stream().flatMap(block -> block.steps().stream()).anyMatch(Step::states);
    }

    /** Returns whether this step itself has an {@code expect} or an {@code error}. */
    public boolean statesItself() {
        return modifiers.expect().isPresent() || modifiers.error().isPresent();
    }

    /** Returns whether the step must fail. */
    public boolean expectsError() {
        return modifiers.error().isPresent();
    }

    /**
     * Returns the verbs with all arguments bound, one for each item.
     *
     * @throws InvalidDocumentException if a reference leads nowhere, or its value does not fit the argument
     */
    public List<Verb> bind(Scope scope) {
        if (bound == null) {
            List<Verb> verbs = bindNow(scope);
            if (arguments.stream().anyMatch(Mapping::open)) {
                return verbs;
            }
            bound = verbs;
        }
        return bound;
    }

    private List<Verb> bindNow(Scope scope) {
        Problems problems = new Problems(source);
        Binder binder = new Binder(ValueBinder.bound(scope, problems), problems);
        List<Verb> verbs = arguments.stream()
                .flatMap(map -> binder.bind(verb.arguments(), map, "'" + verb.name() + "'").stream())
                .map(verb::with)
                .toList();
        return checked(verbs, problems);
    }

    /**
     * Returns the expectation of the answer without its times.
     *
     * @throws InvalidDocumentException if a reference leads nowhere, or the expectation would hold for any answer
     */
    public Optional<Expected> expect(Scope scope) {
        if (expected == null) {
            Problems problems = new Problems(source);
            keys.check(scope, problems);
            checked(keys, problems);
            Optional<Expected> all =
                    modifiers.expect().flatMap(tree -> part(tree, false)).map(tree -> expected(tree, scope));
            if (modifiers.expect().filter(Tree::open).isPresent()) {
                return all;
            }
            expected = all;
        }
        return expected;
    }

    /** Returns the differences between an answer and an expectation. */
    public List<Mismatch> differences(Expected wanted, JsonElement answer) {
        return wanted.differences(answer).stream().map(keys::hinted).toList();
    }

    /**
     * Returns the expectation of {@code took} and {@code at}, which are checked once, when the rest holds.
     *
     * @throws InvalidDocumentException if a reference leads nowhere
     */
    public Optional<Expected> timing(Scope scope) {
        return modifiers.expect().flatMap(tree -> part(tree, true)).map(tree -> expected(tree, scope));
    }

    /**
     * Returns the expected error.
     *
     * @throws InvalidDocumentException if a reference leads nowhere
     */
    public Optional<ExpectedError> error(Scope scope) {
        return modifiers
                .error()
                .map(tree -> tree instanceof Mapping map ? errorLike(map, scope) : errorNamed(tree, scope));
    }

    /** Returns whether the expectation names a key of the answer. */
    public boolean states(String key) {
        return modifiers.expect().filter(tree -> states(tree, key)).isPresent();
    }

    private static boolean states(Tree expected, String key) {
        if (expected instanceof Tree.Sequence several) {
            return several.items().stream().anyMatch(item -> states(item, key));
        }
        return expected instanceof Mapping map
                && map.entries().stream()
                        .anyMatch(entry -> entry.key().text().equals(key)
                                || Set.of("or", "not").contains(entry.key().text()) && states(entry.value(), key));
    }

    /** Returns the path of the first statement that a cut answer does not prove, and how the answer was cut. */
    public Optional<String> unprovedByCut(JsonElement answer) {
        return unproved(OpenStatements.OF_CUT, answer).map(OpenStatements.Unproved::cut);
    }

    /**
     * Returns the path of a difference and how the answer was cut, if all differences are about keys that the answer
     * omits.
     */
    public Optional<String> leftOut(JsonElement answer, List<Mismatch> differences) {
        boolean all = differences.stream()
                .allMatch(difference ->
                        OpenStatements.leftOut(answer, difference.path()).isPresent());
        return differences.stream()
                .filter(difference -> all && !expectsError())
                .findFirst()
                .map(difference -> difference.path() + ": "
                        + OpenStatements.leftOut(answer, difference.path()).orElseThrow());
    }

    /** Returns the path of the first statement that the answer to a rejected request does not prove, and the status. */
    public Optional<String> unprovedByRefusal(JsonElement answer) {
        return verb.flow()
                ? Optional.empty()
                : unproved(OpenStatements.OF_REFUSED, answer).map(OpenStatements.Unproved::refused);
    }

    /**
     * Returns whether the expectation states that no more data arrived, which an ended background verb does not prove.
     */
    public boolean needsMoreToCome(JsonElement answer) {
        return during().isPresent() && !expectsError()
                ? !OpenStatements.OF_ENDED.states(answer, this::states)
                : unproved(OpenStatements.OF_ENDED, answer).isPresent();
    }

    private Optional<OpenStatements.Unproved> unproved(OpenStatements growth, JsonElement answer) {
        return modifiers.expect().filter(tree -> !expectsError()).flatMap(tree -> growth.unproved(tree, answer));
    }

    /** Returns the lines of the step in its file. */
    public List<String> excerpt() {
        return source.block(place);
    }

    /** Returns the part of an expectation about times, or the rest; empty if there is none. */
    private Optional<Tree> part(Tree tree, boolean times) {
        boolean ofList = list && !expectsError();
        if (ofList || !(tree instanceof Mapping map) || map.keys().stream().noneMatch(TIMES::contains)) {
            return times ? Optional.empty() : Optional.of(tree);
        }
        List<Tree.Entry> entries = map.entries().stream()
                .filter(entry -> TIMES.contains(entry.key().text()) == times)
                .toList();
        return entries.isEmpty() ? Optional.empty() : Optional.of(new Mapping(map.place(), entries));
    }

    private ExpectedError errorLike(Mapping map, Scope scope) {
        return map.entries().isEmpty() ? ExpectedError.any() : ExpectedError.matching(expected(map, scope));
    }

    private ExpectedError errorNamed(Tree tree, Scope scope) {
        Problems problems = new Problems(source);
        String word = ValueBinder.bound(scope, problems)
                .resolved(tree)
                .filter(Tree.Scalar.class::isInstance)
                .map(scalar -> ((Tree.Scalar) scalar).text())
                .orElse("");
        if (problems.isEmpty() && word.isBlank()) {
            problems.add(tree.place(), "'error' takes an err_code or a word of the description, this leads to neither");
        }
        return ExpectedError.named(checked(word, problems));
    }

    private Expected expected(Tree tree, Scope scope) {
        Problems problems = new Problems(source);
        return checked(ExpectedReader.read(tree, scope, problems), problems);
    }

    private static Stream<Block> blocks(Tree tree) {
        if (tree instanceof BlockTree read) {
            return Stream.of(read.block());
        }
        return tree instanceof Tree.Sequence list ? list.items().stream().flatMap(Step::blocks) : Stream.empty();
    }

    private static <T> T checked(T value, Problems problems) {
        if (!problems.isEmpty()) {
            throw new InvalidDocumentException(problems.inOrder());
        }
        return value;
    }
}

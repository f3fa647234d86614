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

/** One step: a verb with its arguments, and what is expected of it. */
public final class Step {
    /** Keys of the answer to {@code collect} and {@code stop} that are about all that came. */
    public static final Set<String> OF_ALL = Set.of("messages", "entries", "received");

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

    // what is the same whenever it is asked for is made once: a step may be repeated a million times
    private volatile List<Verb> bound;
    private volatile Optional<Expected> expected;

    /**
     * @param keys the expected keys that no answer has
     * @param ofArguments how long the arguments let it take
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

    public Place place() {
        return place;
    }

    public VerbType verb() {
        return verb;
    }

    /** What reports call it. */
    public String label() {
        return modifiers.name().orElse(verb.name());
    }

    /** Whether it names several items, each of which the verb does in order. */
    public boolean isList() {
        return list;
    }

    public Optional<Duration> within() {
        return modifiers.within();
    }

    public Optional<Duration> during() {
        return modifiers.during();
    }

    /** The name under which the answer is kept. */
    public Optional<String> as() {
        return modifiers.as();
    }

    /** The name of the connection that speaks. */
    public String client() {
        return modifiers.client().orElse("default");
    }

    /** The steps within this one: of a repetition one block, of branches one for each. */
    public List<Block> inner() {
        return inner;
    }

    /** This step and all within it. */
    public Stream<Step> withInner() {
        return Stream.concat(
                Stream.of(this),
                inner.stream().flatMap(block -> block.steps().stream()).flatMap(Step::withInner));
    }

    /** Its arguments, for each item a map. */
    List<Mapping> arguments() {
        return arguments;
    }

    /** How long it may take, as far as it says. */
    Duration atMost() {
        Duration wait = within().orElse(Duration.ZERO).plus(during().orElse(Duration.ZERO));
        return wait.compareTo(ofArguments) > 0 ? wait : ofArguments;
    }

    /** Whether anything is stated that could fail, here or in a step within. */
    public boolean states() {
        return statesItself()
                || inner.stream().flatMap(block -> block.steps().stream()).anyMatch(Step::states);
    }

    /** Returns whether anything is stated beside its own verb. */
    public boolean statesItself() {
        return modifiers.expect().isPresent() || modifiers.error().isPresent();
    }

    public boolean expectsError() {
        return modifiers.error().isPresent();
    }

    /**
     * The verbs with their arguments for good, one for each item.
     *
     * @throws InvalidDocumentException if something that was kept is not there or does not fit
     */
    public List<Verb> bind(Scope scope) {
        if (bound == null) {
            List<Verb> verbs = bindAnew(scope);
            if (arguments.stream().anyMatch(Mapping::open)) {
                return verbs;
            }
            bound = verbs;
        }
        return bound;
    }

    private List<Verb> bindAnew(Scope scope) {
        Problems problems = new Problems(source);
        Binder binder = new Binder(ValueBinder.bound(scope, problems), problems);
        List<Verb> verbs = arguments.stream()
                .flatMap(map -> binder.bind(verb.arguments(), map, "'" + verb.name() + "'").stream())
                .map(verb::with)
                .toList();
        return checked(verbs, problems);
    }

    /**
     * What the answer must look like, its times aside.
     *
     * @throws InvalidDocumentException if something that was kept is not there, or would hold whatever the answer is
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

    /** The differences between an answer and what is expected of it. */
    public List<Mismatch> differences(Expected wanted, JsonElement answer) {
        return wanted.differences(answer).stream().map(keys::hinted).toList();
    }

    /**
     * What {@code took} and {@code at} of the answer must be; they are judged once, when all the rest holds.
     *
     * @throws InvalidDocumentException if something that was kept is not there
     */
    public Optional<Expected> timing(Scope scope) {
        return modifiers.expect().flatMap(tree -> part(tree, true)).map(tree -> expected(tree, scope));
    }

    /**
     * What the error must look like.
     *
     * @throws InvalidDocumentException if something that was kept is not there
     */
    public Optional<ExpectedError> error(Scope scope) {
        return modifiers
                .error()
                .map(tree -> tree instanceof Mapping map ? errorLike(map, scope) : errorNamed(tree, scope));
    }

    /** Whether something is expected of a key of the answer. */
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

    /** Returns the first statement that holds of a cut answer and is not proved by it: its path, and how the answer was cut. */
    public Optional<String> unprovedByCut(JsonElement answer) {
        return unproved(OpenStatements.OF_CUT, answer).map(OpenStatements.Unproved::cut);
    }

    /** Returns the path of a difference and how the answer was cut, if all differences are about keys that the answer left out. */
    public Optional<String> leftOut(JsonElement answer, List<Mismatch> differences) {
        boolean all = differences.stream()
                .allMatch(m -> OpenStatements.leftOut(answer, m.path()).isPresent());
        return differences.stream()
                .filter(m -> all && !expectsError())
                .findFirst()
                .map(m -> m.path() + ": "
                        + OpenStatements.leftOut(answer, m.path()).orElseThrow());
    }

    /** Returns the first statement that holds of an answer to a refused request and is not proved by it: its path and the status. */
    public Optional<String> unprovedByRefusal(JsonElement answer) {
        return verb.flow()
                ? Optional.empty()
                : unproved(OpenStatements.OF_REFUSED, answer).map(OpenStatements.Unproved::refused);
    }

    /** Returns whether the expectation is proved only if more could have come: it says that no more came, and not that it ended. */
    public boolean needsMoreToCome(JsonElement answer) {
        return during().isPresent() && !expectsError()
                ? !OpenStatements.OF_ENDED.states(answer, this::states)
                : unproved(OpenStatements.OF_ENDED, answer).isPresent();
    }

    private Optional<OpenStatements.Unproved> unproved(OpenStatements growth, JsonElement answer) {
        return modifiers.expect().filter(tree -> !expectsError()).flatMap(tree -> growth.unproved(tree, answer));
    }

    /** The lines of the file that it is written in. */
    public List<String> excerpt() {
        return source.block(place);
    }

    /** The part of an expectation that is about times, or the rest; empty where there is none of it. */
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

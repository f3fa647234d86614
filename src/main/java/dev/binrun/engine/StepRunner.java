package dev.binrun.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Quantity;
import dev.binrun.match.Actual;
import dev.binrun.match.Expected;
import dev.binrun.match.Mismatch;
import dev.binrun.scenario.ExpectedError;
import dev.binrun.scenario.Step;
import dev.binrun.verb.UnusableAnswerException;
import dev.binrun.verb.Verb;
import dev.binrun.verdict.BrokenException;
import dev.binrun.verdict.FailedException;
import dev.binrun.verdict.FailureReport;
import dev.binrun.verdict.StepReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.pollinterval.IterativePollInterval;

/** Runs one step: does it, holds what came against what was stated, eventually or consistently. */
final class StepRunner {
    private static final Duration FIRST_POLL = Duration.ofMillis(2);
    private static final Duration LONGEST_POLL = Duration.ofMillis(50);

    private final Run run;
    private final Branch strand;
    private final Step step;
    private final StepReport report;
    private final StepWorld world;
    private final List<Verb> verbs;
    private final long start = System.nanoTime();
    private StepAttempt last;
    private boolean holds = true;
    private Optional<String> refused = Optional.empty();
    private Supplier<List<Mismatch>> differences = List::of;
    private int times;

    private StepRunner(Branch strand, Step step, StepReport report) throws InterruptedException {
        this.run = strand.run();
        this.strand = strand;
        this.step = step;
        this.report = report;
        this.verbs = step.bind(strand.scope());
        this.world = strand.world(step, report);
    }

    /**
     * Runs a step to its end, and keeps its answer.
     *
     * @throws FailedException if what it states does not hold
     */
    static void run(Branch strand, Step step, StepReport report) throws InterruptedException {
        StepRunner runner = new StepRunner(strand, step, report);
        try {
            runner.toTheEnd();
        } catch (InterruptedException e) {
            throw runner.holds ? e : new InterruptedException(runner.lastMiss());
        }
        runner.keep();
    }

    private void toTheEnd() throws InterruptedException {
        if (step.within().isPresent()) {
            eventually(step.within().get());
        } else {
            once();
        }
        if (step.during().isPresent()) {
            consistently(step.during().get());
        }
        mustGoOn();
        if (!strand.repeats()) {
            mustBeCompared();
        }
    }

    /** The answer, of a list the answers, or the error. */
    private JsonElement answer() {
        return last.answer(step.isList());
    }

    private void once() throws InterruptedException {
        if (!attemptHolds() || !timingHolds()) {
            throw failed("");
        }
    }

    private void eventually(Duration within) throws InterruptedException {
        world.endsIn(within);
        boolean reached = repeat(within, () -> attemptHolds() || last.isHopeless()) && holds;
        world.endsWithTheScenario();
        String waited = "waited " + Quantity.write(Duration.ofNanos(System.nanoTime() - start)) + " (within "
                + Quantity.write(within) + "), tried " + times + (times == 1 ? " time" : " times");
        if (!reached) {
            throw failed(waited);
        }
        answerOfWholeWait();
        if (!timingHolds()) {
            throw failed(waited);
        }
    }

    private void consistently(Duration during) throws InterruptedException {
        long held = System.nanoTime();
        boolean once = step.within().isPresent(); // then its times were judged, on the answer that ended the wait
        boolean violated = repeat(during, () -> !(attemptHolds() && (once || timingHolds())));
        if (violated) {
            throw failed("held for " + Quantity.write(Duration.ofNanos(System.nanoTime() - held)) + " of "
                    + Quantity.write(during) + " (during)");
        }
    }

    /** Repeats until the condition is true or the time is over; the last try is made at its very end. */
    private boolean repeat(Duration most, InterruptibleCondition condition) throws InterruptedException {
        Duration limit = most.compareTo(run.deadline().left()) < 0
                ? most
                : run.deadline().left();
        try {
            Awaitility.with()
                    .dontCatchUncaughtExceptions() // those of other scenarios' threads too
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(IterativePollInterval.iterative(
                            before -> before.multipliedBy(2).compareTo(LONGEST_POLL) < 0
                                    ? before.multipliedBy(2)
                                    : LONGEST_POLL,
                            FIRST_POLL))
                    .atMost(limit.isZero() ? Duration.ofMillis(1) : limit)
                    .until(condition::holds);
            return true;
        } catch (ConditionTimeoutException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return condition.holds();
        }
    }

    /** A condition whose check may be interrupted. */
    private interface InterruptibleCondition {
        boolean holds() throws InterruptedException;
    }

    /** One go; who waits need not know each time what differs, which for long lists is costly to say. */
    private boolean attemptHolds() throws InterruptedException {
        times++;
        refused = Optional.empty();
        askForEnd();
        world.taken().nextTry();
        last = attempt();
        noteWhatWasMade();
        last.items().stream()
                .filter(item -> !item.failed())
                .findFirst()
                .ifPresent(item -> world.taken().tell(item.tree()));
        Optional<ExpectedError> error = step.error(strand.scope());
        if (error.isPresent()) {
            return found(errorDifferences(error.get()));
        }
        if (last.failed()) {
            String item = item(last.items().size() - 1);
            return found(List.of(new Mismatch(item, "an answer", "the error " + describe(last.error()))));
        }
        Optional<Expected> expected = step.expect(strand.scope());
        JsonElement answer = answer();
        holds = expected.isEmpty() || expected.get().holds(answer);
        differences = () -> expected.map(e -> step.differences(e, answer)).orElse(List.of());
        if (holds) {
            mustBeWhole(answer);
            refused = step.unprovedByRefusal(answer);
        }
        return holds && refused.isEmpty();
    }

    private StepAttempt attempt() throws InterruptedException {
        try {
            return StepAttempt.of(verbs, world, step.expectsError());
        } catch (UnusableAnswerException e) {
            throw new BrokenException(strand.at(step) + e.getMessage(), "");
        }
    }

    /** Asks for an end that no message tells of: if the step states it, and before {@code stop} makes an end itself. */
    private void askForEnd() {
        boolean ends = step.verb().flow() && !step.verb().reads();
        if (step.states("ended") || ends && Step.OF_ALL.stream().anyMatch(step::states)) {
            verbs.forEach(verb -> verb.ended(world));
        }
    }

    private void noteWhatWasMade() {
        last.items().stream()
                .filter(item -> !item.failed())
                .forEach(item -> run.silence().note(item.tree()));
    }

    /** A background verb that has ended does not show that nothing more comes. */
    private void mustGoOn() {
        if (!step.verb().flow() || !step.needsMoreToCome(answer())) {
            return;
        }
        verbs.stream()
                .map(verb -> verb.ended(world))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(why -> {
                    throw new BrokenException(
                            strand.at(step) + "the subscription ended (" + why + "), so later messages are unknown"
                                    + " (state 'ended' in expect if that is meant)",
                            "");
                });
    }

    /** What a step within states was compared with something in at least one turn. */
    private void mustBeCompared() {
        report.neverCompared().ifPresent(never -> {
            String last = report.lastError()
                    .map(error -> "; the last error: " + error)
                    .orElse("");
            throw new BrokenException(
                    strand.at(step) + "the statement of '" + never.step().label() + "' (line "
                            + never.step().place().line()
                            + ") was never compared with an answer, because every turn failed before" + last
                            + " (state 'failed' in the expect of 'repeat' if that is meant)",
                    "");
        });
    }

    /** A statement about all elements is not proved by those that a cut answer kept. */
    private void mustBeWhole(JsonElement answer) {
        step.unprovedByCut(answer).ifPresent(cut -> {
            throw new BrokenException(strand.at(step) + cut + ": what is stated of all cannot be judged by these", "");
        });
    }

    private boolean timingHolds() {
        return found(timing());
    }

    private boolean found(List<Mismatch> found) {
        holds = found.isEmpty();
        differences = () -> found;
        return holds;
    }

    private List<Mismatch> errorDifferences(ExpectedError expected) {
        List<Mismatch> all = new ArrayList<>();
        for (int i = 0; i < last.items().size(); i++) {
            String path = item(i);
            StepAttempt.AttemptItem item = last.items().get(i);
            if (item.failed()) {
                expected.differences(item.failure().orElseThrow()).forEach(m -> all.add(m.below(path)));
            } else {
                all.add(new Mismatch(path, expected.describe(), "an answer: " + Actual.show(item.tree())));
            }
        }
        return all;
    }

    /** The path of an item: of a list its index. */
    private String item(int index) {
        return step.isList() ? "[" + index + "]" : "";
    }

    /** What is stated of {@code took} and {@code at} is judged once, when all the rest holds. */
    private List<Mismatch> timing() {
        List<Mismatch> all = new ArrayList<>();
        Optional<Expected> timing = step.timing(strand.scope());
        for (int i = 0; i < last.items().size() && timing.isPresent(); i++) {
            String path = item(i);
            timing.get().differences(last.items().get(i).tree()).forEach(m -> all.add(m.below(path)));
        }
        return all;
    }

    private void answerOfWholeWait() {
        last.items().forEach(item -> item.tree().add("took", new JsonPrimitive(StepAttempt.since(start))));
    }

    private void keep() {
        step.as().ifPresent(name -> strand.keep(name, answer()));
    }

    private List<String> taken() {
        if (!last.failed()) {
            return world.taken().lines("messages that earlier tries took");
        }
        world.taken().nextTry(); // the answer is an error, which shows no messages
        return world.taken().lines("messages that were taken before the error");
    }

    /** Returns the last difference and the messages taken until then. */
    private String lastMiss() {
        world.taken().nextTry();
        List<String> taken = world.taken().lines("messages that were taken by then");
        return differences.get().get(0)
                + (taken.isEmpty() ? "" : " (" + String.join(" ", taken).replaceAll(" +", " ") + ")");
    }

    private FailedException failed(String waited) {
        refused.ifPresent(why -> {
            throw new BrokenException(strand.at(step) + why + " (state 'status' in expect if that is meant)", "");
        });
        step.leftOut(answer(), differences.get()).ifPresent(cut -> {
            throw new BrokenException(strand.at(step) + cut + ", so it cannot be compared", "");
        });
        List<String> more = new ArrayList<>(waited.isEmpty() ? List.of() : List.of(waited));
        more.addAll(taken());
        FailedException failed =
                FailureReport.of(strand.at(step), step, differences.get(), String.join("\n", more), answer());
        boolean onlyMet = last.failed()
                && !step.expectsError()
                && step.within().isEmpty()
                && step.during().isEmpty();
        return onlyMet ? failed.because(last.error()) : failed;
    }

    /** An error in a few words: what the server says, and its code. */
    static String describe(JsonObject error) {
        String description = error.has("description") ? error.get("description").getAsString() : error.toString();
        return "'" + description + "'"
                + (error.has("err_code") ? " (" + error.get("err_code").getAsString() + ")" : "");
    }
}

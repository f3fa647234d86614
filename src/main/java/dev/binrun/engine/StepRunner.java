package dev.binrun.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Count;
import dev.binrun.form.Quantity;
import dev.binrun.match.Actual;
import dev.binrun.match.Expected;
import dev.binrun.match.Mismatch;
import dev.binrun.scenario.ExpectedError;
import dev.binrun.scenario.Step;
import dev.binrun.server.host.Polling;
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

/**
 * Runs one step and compares its answer with its statements: once, eventually ({@code within}) or consistently
 * ({@code during}).
 */
final class StepRunner {
    private static final Polling POLLING = new Polling(Duration.ofMillis(2), Duration.ofMillis(50));
    private static final int NOTED_TRIES = 50;
    private static final int NOTED_TURNS = 100;

    private final Run run;
    private final Branch branch;
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
    private long lastNoted;

    private StepRunner(Branch branch, Step step, StepReport report) throws InterruptedException {
        this.run = branch.run();
        this.branch = branch;
        this.step = step;
        this.report = report;
        this.verbs = step.bind(branch.scope());
        this.world = branch.world(step, report);
    }

    /**
     * Runs a step to its end and keeps its answer.
     *
     * @throws FailedException if a statement does not hold
     * @throws InterruptedException if the thread is interrupted; its message is the last difference
     */
    static void run(Branch branch, Step step, StepReport report) throws InterruptedException {
        StepRunner runner = new StepRunner(branch, step, report);
        try {
            runner.toTheEnd();
        } catch (InterruptedException e) {
            throw runner.holds ? e : new InterruptedException(runner.lastDifference());
        } finally {
            runner.noteAnswer();
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
        if (!branch.repeats()) {
            mustBeCompared();
        }
    }

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
        boolean reached = attemptUntil(within, () -> noted(attemptHolds(), within) || last.isHopeless()) && holds;
        noteTry();
        world.endsWithTheScenario();
        String waited = "waited " + Quantity.write(Duration.ofNanos(System.nanoTime() - start)) + " (within "
                + Quantity.write(within) + "), tried " + Count.of(times, "time");
        if (!reached) {
            throw failed(waited);
        }
        setTimeOfWholeWait();
        if (!timingHolds()) {
            throw failed(waited);
        }
    }

    private void consistently(Duration during) throws InterruptedException {
        long held = System.nanoTime();
        boolean judged = step.within().isPresent(); // the times were judged on the answer that ended the wait
        boolean violated = attemptUntil(during, () -> !(attemptHolds() && (judged || timingHolds())));
        if (violated) {
            throw failed("held for " + Quantity.write(Duration.ofNanos(System.nanoTime() - held)) + " of "
                    + Quantity.write(during) + " (during)");
        }
    }

    /** Returns whether a condition became true in time. The last attempt starts when the time is over. */
    private boolean attemptUntil(Duration longest, StepCondition condition) throws InterruptedException {
        Duration left = run.deadline().left();
        Duration limit = longest.compareTo(left) < 0 ? longest : left;
        return POLLING.holds(limit, condition);
    }

    private interface StepCondition extends Polling.Condition<RuntimeException, RuntimeException> {}

    /** Computes the differences only when a report needs them, because this is costly for long lists. */
    private boolean attemptHolds() throws InterruptedException {
        times++;
        refused = Optional.empty();
        askForEnd();
        world.consumed().nextTry();
        last = attempt();
        noteSilentStreams();
        last.items().stream()
                .filter(item -> !item.failed())
                .findFirst()
                .ifPresent(item -> world.consumed().addTo(item.tree()));
        Optional<ExpectedError> error = step.error(branch.scope());
        if (error.isPresent()) {
            return differ(errorDifferences(error.get()));
        }
        if (last.failed()) {
            String item = item(last.items().size() - 1);
            return differ(List.of(new Mismatch(item, "an answer", "the error " + describe(last.error()))));
        }
        Optional<Expected> expected = step.expect(branch.scope());
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
            throw new BrokenException(branch.at(step) + e.getMessage(), "");
        }
    }

    /** Asks for an end that no message reports: if the step states one, or before {@code stop} causes it. */
    private void askForEnd() {
        boolean ends = step.verb().flow() && !step.verb().reads();
        if (step.states("ended") || ends && Step.OF_ALL.stream().anyMatch(step::states)) {
            verbs.forEach(verb -> verb.ended(world));
        }
    }

    private void noteSilentStreams() {
        last.items().stream()
                .filter(item -> !item.failed())
                .forEach(item -> run.silence().note(item.tree()));
    }

    /** A background verb that ended cannot show that no message arrives later. */
    private void mustGoOn() {
        if (!step.verb().flow() || !step.needsMoreToCome(answer())) {
            return;
        }
        verbs.stream()
                .map(verb -> verb.ended(world))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(reason -> {
                    throw new BrokenException(
                            branch.at(step) + "the subscription ended (" + reason + "), so later messages are unknown"
                                    + " (state 'ended' in expect if this is intended)",
                            "");
                });
    }

    /** Each statement within a repetition must be compared in at least one turn. */
    private void mustBeCompared() {
        report.neverCompared().ifPresent(never -> {
            String last = report.lastError()
                    .map(error -> "; the last error: " + error)
                    .orElse("");
            throw new BrokenException(
                    branch.at(step) + "the statement of '" + never.step().label() + "' (line "
                            + never.step().place().line()
                            + ") was never compared with an answer, because every turn failed before" + last
                            + " (state 'failed' in the expect of 'repeat' if this is intended)",
                    "");
        });
    }

    /** The elements of a cut answer do not prove a statement about all elements. */
    private void mustBeWhole(JsonElement answer) {
        step.unprovedByCut(answer).ifPresent(cut -> {
            throw new BrokenException(
                    branch.at(step) + cut + ": a statement about all elements cannot be judged by some of them", "");
        });
    }

    private boolean timingHolds() {
        return differ(timing());
    }

    private boolean differ(List<Mismatch> found) {
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
                expected.differences(item.failure().orElseThrow()).forEach(mismatch -> all.add(mismatch.below(path)));
            } else {
                all.add(new Mismatch(path, expected.describe(), "an answer: " + Actual.show(item.tree())));
            }
        }
        return all;
    }

    private String item(int index) {
        return step.isList() ? "[" + index + "]" : "";
    }

    /** Statements about {@code took} and {@code at} are judged once, when all others hold. */
    private List<Mismatch> timing() {
        List<Mismatch> all = new ArrayList<>();
        Optional<Expected> timing = step.timing(branch.scope());
        for (int i = 0; i < last.items().size() && timing.isPresent(); i++) {
            String path = item(i);
            timing.get().differences(last.items().get(i).tree()).forEach(mismatch -> all.add(mismatch.below(path)));
        }
        return all;
    }

    /** Notes about {@value #NOTED_TRIES} tries of a wait, evenly over its time, because differences are costly. */
    private boolean noted(boolean attemptHolds, Duration within) {
        if (times == 1 || System.nanoTime() - lastNoted >= within.toNanos() / NOTED_TRIES) {
            noteTry();
        }
        return attemptHolds;
    }

    private void noteTry() {
        if (run.keepsCourse()) {
            lastNoted = System.nanoTime();
            report.tried(run.now(), holds ? "" : differences.get().get(0).toString());
        }
    }

    private void noteAnswer() {
        boolean shown = !holds || report.times() < NOTED_TURNS; // an excerpt is costly
        if (run.keepsCourse() && last != null && shown) {
            report.answered(answer(), holds ? List.of() : differences.get());
        }
    }

    private void setTimeOfWholeWait() {
        last.items().forEach(item -> item.tree().add("took", new JsonPrimitive(StepAttempt.since(start))));
    }

    private void keep() {
        step.as().ifPresent(name -> branch.keep(name, answer()));
    }

    private List<String> consumed() {
        if (!last.failed()) {
            return world.consumed().lines("messages that earlier attempts consumed");
        }
        world.consumed().nextTry(); // the answer is an error, which shows no messages
        return world.consumed().lines("messages that were consumed before the error");
    }

    private String lastDifference() {
        world.consumed().nextTry();
        List<String> consumed = world.consumed().lines("messages that were consumed by then");
        return differences.get().get(0)
                + (consumed.isEmpty() ? "" : " (" + String.join(" ", consumed).replaceAll(" +", " ") + ")");
    }

    private FailedException failed(String waited) {
        refused.ifPresent(reason -> {
            throw new BrokenException(branch.at(step) + reason + " (state 'status' in expect if this is intended)", "");
        });
        step.leftOut(answer(), differences.get()).ifPresent(cut -> {
            throw new BrokenException(branch.at(step) + cut + ", so it cannot be compared", "");
        });
        List<String> more = new ArrayList<>(waited.isEmpty() ? List.of() : List.of(waited));
        more.addAll(consumed());
        FailedException failed =
                FailureReport.of(branch.at(step), step, differences.get(), String.join("\n", more), answer());
        boolean onlyMet = last.failed()
                && !step.expectsError()
                && step.within().isEmpty()
                && step.during().isEmpty();
        return onlyMet ? failed.because(last.error()) : failed;
    }

    /** Returns an error's description and code, such as {@code 'stream not found' (10059)}. */
    static String describe(JsonObject error) {
        String description = error.has("description") ? error.get("description").getAsString() : error.toString();
        return "'" + description + "'"
                + (error.has("err_code") ? " (" + error.get("err_code").getAsString() + ")" : "");
    }
}

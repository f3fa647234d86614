package dev.binrun.engine;

import com.google.gson.JsonObject;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.CreatedAssets;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.scenario.Block;
import dev.binrun.scenario.Step;
import dev.binrun.server.cluster.Target;
import dev.binrun.verb.Background;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.NestedSteps;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verdict.FailedException;
import dev.binrun.verdict.StepReport;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The world of one step's verbs. */
final class StepWorld implements VerbWorld {
    /**
     * The last attempt of a {@code within} starts when its time is over; a request may take this long, so that it gets
     * a reply.
     */
    private static final Duration LAST_TRY = Duration.ofMillis(500);

    /** How long the last attempt of a {@code within} waits for messages or a reply. */
    private static final Duration LAST_WAIT = Duration.ofMillis(250);

    private final Run run;
    private final Branch branch;
    private final Step step;
    private final StepReport report;
    private final Duration patience;
    private final ConsumedMessages consumed;
    private long end;
    private boolean ends;
    private boolean replaced;
    private RandomGenerator random;

    /** Creates the world of a step that has not consumed any message. */
    StepWorld(Run run, Branch branch, Step step, StepReport report) {
        this(run, branch, step, report, Api.TIMEOUT, new ConsumedMessages());
    }

    private StepWorld(
            Run run, Branch branch, Step step, StepReport report, Duration patience, ConsumedMessages consumed) {
        this.run = run;
        this.branch = branch;
        this.report = report;
        this.step = step;
        this.patience = patience;
        this.consumed = consumed;
    }

    /** Returns the world with the timeout of one verb of the step. */
    StepWorld of(Verb verb) {
        return verb.requestTimeout()
                .map(timeout -> {
                    StepWorld own = new StepWorld(run, branch, step, report, timeout, consumed);
                    own.end = end;
                    own.ends = ends;
                    return own;
                })
                .orElse(this);
    }

    /** Returns an error with the likely cause of the missing reply, if it is known. */
    VerbFailedException explained(VerbFailedException e) {
        return run.silence().explained(e, target());
    }

    /** Limits everything that the step does from now on. */
    void endsIn(Duration limit) {
        end = System.nanoTime() + limit.toNanos();
        ends = true;
    }

    /** Removes that limit: only the scenario's time limits the step. */
    void endsWithTheScenario() {
        ends = false;
    }

    @Override
    public Connection connection() {
        if (step.verb().flow()) {
            throw new IllegalStateException("'" + step.verb().name() + "' sends no request, so it has no connection");
        }
        try {
            return run.clients().get(step.client(), branch.path());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw VerbFailedException.of(
                    "connection: interrupted while client '" + step.client() + "' was connecting", Reason.CONNECTION);
        }
    }

    @Override
    public Connection systemConnection() {
        try {
            Optional<Connection> system = run.clients().system();
            return system.isPresent() ? system.get() : connection();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw VerbFailedException.of(
                    "connection: interrupted while connecting to the system account", Reason.CONNECTION);
        }
    }

    @Override
    public Dispatcher dispatcher() {
        return run.clients().dispatcher(connection());
    }

    @Override
    public Duration timeLeft() {
        return run.deadline().left();
    }

    @Override
    public Duration stepLeft() {
        Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        return ends && left.compareTo(timeLeft()) < 0 ? left : timeLeft();
    }

    @Override
    public Duration patience() {
        Duration left = stepLeft().compareTo(LAST_TRY) > 0 ? stepLeft() : shorter(timeLeft(), LAST_TRY);
        return shorter(left, patience);
    }

    @Override
    public Duration tryFor(Duration wanted) {
        Duration left = stepLeft().compareTo(LAST_WAIT) > 0 ? stepLeft() : LAST_WAIT;
        return ends ? shorter(left, wanted) : wanted;
    }

    @Override
    public void takes(GatheredMessages gathered) {
        consumed.add(gathered);
    }

    /** Returns the messages that the attempts of the step have consumed. */
    ConsumedMessages consumed() {
        return consumed;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public Path folder() {
        return run.config().folder();
    }

    @Override
    public Optional<String> defaultStorage() {
        return run.config().server().storage().map(Object::toString);
    }

    @Override
    public String serverVersion() {
        return target().version();
    }

    @Override
    public String url() {
        return String.join(",", target().urls(step.client()));
    }

    @Override
    public Target target() {
        return run.servers().target();
    }

    /** Returns one generator for all items of a step, so that each gets other numbers. */
    @Override
    public RandomGenerator random() {
        random = random == null ? branch.random(step) : random;
        return random;
    }

    @Override
    public Recorder recorder() {
        return run.recorder(step.client(), branch.path());
    }

    @Override
    public CreatedAssets createdAssets() {
        return run.createdAssets();
    }

    @Override
    public void keep(Background background) {
        if (!replaced) {
            step.as().ifPresent(run.backgrounds()::replace);
            replaced = true;
        }
        run.backgrounds().keep(step.as(), background);
    }

    @Override
    public List<Background> kept(String name) {
        return run.backgrounds().kept(name);
    }

    @Override
    public void run(NestedSteps steps, long turn, Optional<Long> turns) throws InterruptedException {
        branch.turn(turn, turns, false)
                .run(((Block) steps).steps(), report.inner().get(0));
    }

    @Override
    public Optional<JsonObject> attempt(NestedSteps steps, long turn, Optional<Long> turns)
            throws InterruptedException {
        try {
            branch.turn(turn, turns, true)
                    .run(((Block) steps).steps(), report.inner().get(0));
            return Optional.empty();
        } catch (FailedException e) {
            return Optional.of(e.error().orElseThrow(() -> e));
        }
    }

    @Override
    public void runBeside(List<NestedSteps> branches) throws InterruptedException {
        Branches.run(branch, branches.stream().map(Block.class::cast).toList(), report.inner());
    }

    @Override
    public void atEnd(AutoCloseable resource) {
        run.backgrounds().atEnd(resource);
    }
}

package dev.binrun.engine;

import dev.binrun.engine.client.UnexpectedFailures;
import dev.binrun.engine.simulation.SimulationHooks;
import dev.binrun.form.Count;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.SimConfig;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.server.RefusedConfigException;
import dev.binrun.server.cluster.KeptServers;
import dev.binrun.server.cluster.Target;
import dev.binrun.server.host.ResourceLimit;
import dev.binrun.server.host.Secrets;
import dev.binrun.server.host.ServerException;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.RunOutput;
import dev.binrun.verdict.Verdict;
import dev.binrun.verdict.Verdicts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Runs scenarios, each on servers of its own, and returns their verdicts. The only place that catches every exception.
 *
 * <pre>{@code
 * Engine engine = new Engine(System.getenv());
 * for (ScenarioFile file : ScenarioReader.read(List.of(Path.of("scenarios")))) {
 *     for (ScenarioCase scenario : file.scenarios()) {
 *         Verdict verdict = engine.run(scenario, System.out::println);
 *         System.out.println(verdict.outcome() + " " + verdict.name());
 *     }
 * }
 * }</pre>
 *
 * <p>All methods may be called from any thread; scenarios can run at the same time.
 */
@API(status = Status.EXPERIMENTAL)
public final class Engine {
    private final Map<String, String> environment;
    private final SimulationHooks hooks;

    /**
     * Creates an engine.
     *
     * @param environment the environment variables with settings such as {@code BINRUN_NATS_SERVER}
     * @throws dev.binrun.form.Library.UnusableException if a library on the class path is missing or too old
     */
    public Engine(Map<String, String> environment) {
        this(environment, SimulationHooks.NONE);
    }

    /**
     * Creates an engine that lets a test interfere with the session simulation.
     *
     * @param environment the environment variables with settings such as {@code BINRUN_NATS_SERVER}
     * @throws dev.binrun.form.Library.UnusableException if a library on the class path is missing or too old
     */
    @API(status = Status.INTERNAL)
    public Engine(Map<String, String> environment, SimulationHooks hooks) {
        EngineLibraries.require();
        this.environment = Map.copyOf(environment);
        this.hooks = hooks;
        ResourceLimit.prepare();
    }

    /**
     * Runs one scenario, as often as its {@code repeat} states, and returns its verdict without secrets. Never throws
     * an exception that a scenario or a server causes.
     */
    public Verdict run(ScenarioCase scenario, Listener listener) {
        return run(
                scenario,
                listener,
                (config, number) -> Servers.start(
                        config,
                        environment,
                        node -> listener.serverLog(scenario, number, node),
                        listener.keepsFailed()));
    }

    /**
     * Runs one scenario on a system that runs already, and returns its verdict without secrets and without a digest.
     * The system is not closed, and all its faults are undone at the end.
     */
    @API(status = Status.INTERNAL)
    public Verdict run(ScenarioCase scenario, Listener listener, Target target) {
        return run(scenario, listener, (config, number) -> Servers.of(target, config));
    }

    /** Returns the servers of one run of a scenario, by its number. */
    private interface ServerSource {
        Servers of(SimConfig config, int number);
    }

    private Verdict run(ScenarioCase scenario, Listener listener, ServerSource source) {
        Secrets secrets = scenario.config().map(SimConfig::secrets).orElse(Secrets.NONE);
        return judged(scenario, listener, source).masked(secrets);
    }

    private Verdict judged(ScenarioCase scenario, Listener listener, ServerSource source) {
        if (!scenario.problems().isEmpty()) {
            return invalid(scenario);
        }
        SimConfig config = scenario.config().orElseThrow();
        if (config.skip().isPresent()) {
            return Verdicts.of(scenario, Outcome.SKIPPED, config.skip().get());
        }
        if (config.repeat() == 1) {
            return once(scenario, config, listener, () -> source.of(config, 1));
        }
        List<Verdict> runs = new ArrayList<>();
        for (int i = 0; i < config.repeat() && !Thread.currentThread().isInterrupted(); i++) {
            int number = i + 1;
            runs.add(once(scenario, config, listener, () -> source.of(config, number)));
            listener.progress(runs.size() + " of " + config.repeat() + " runs");
        }
        return runs.size() < config.repeat()
                ? Verdicts.cutShort(scenario, runs, config)
                : Verdicts.together(runs, config.seed());
    }

    /** Reads the unexpected failures last, when all threads of the run have ended. */
    private Verdict once(ScenarioCase scenario, SimConfig config, Listener listener, Supplier<Servers> servers) {
        long start = System.nanoTime();
        RunOutput output = new RunOutput(listener);
        UnexpectedFailures failures = new UnexpectedFailures();
        List<Verdict> verdicts = new ArrayList<>(); // a second one is about a failure to close the run
        Runnable run = () -> run(scenario, config, listener, servers, output, failures, verdicts);
        try {
            ScenarioThread.run("scenario " + scenario.name(), failures, run);
        } catch (OutOfMemoryError noThread) {
            verdicts.add(UnexpectedFailures.thrown(scenario, noThread));
        }
        if (verdicts.isEmpty()) { // its thread could not even allocate a verdict
            verdicts.add(Verdicts.of(scenario, Outcome.BROKEN, "the scenario's thread ended without a verdict"));
        }
        return failures.judge(Verdicts.asJudged(verdicts))
                .with(Duration.ofNanos(System.nanoTime() - start), output.text());
    }

    private void run(
            ScenarioCase scenario,
            SimConfig config,
            Listener listener,
            Supplier<Servers> source,
            RunOutput output,
            UnexpectedFailures failures,
            List<Verdict> verdicts) {
        try (Servers servers = source.get();
                Run run = new Run(config, servers, failures, listener.courses().isPresent())) {
            String version = servers.target().version();
            Runnable ending = listener.serving(scenario, servers.target().directUrls());
            Verdict verdict;
            try {
                verdict = new SingleRun(scenario, run, output, hooks).judge().withServerVersion(version);
            } finally {
                ending.run();
            }
            boolean failed = verdict.outcome() != Outcome.PASSED && verdict.outcome() != Outcome.SKIPPED;
            verdicts.add(
                    failed && listener.keepsFailed() && servers.isOwn()
                            ? verdict.andThen(KeptServers.keep(servers.target(), "this scenario"))
                            : verdict);
        } catch (RuntimeException | Error e) {
            boolean judged = !verdicts.isEmpty();
            if (judged && !(e instanceof ServerException)) {
                failures.add(e);
            } else {
                verdicts.add(broken(scenario, config, e));
            }
        }
    }

    private static Verdict broken(ScenarioCase scenario, SimConfig config, Throwable e) {
        if (!(e instanceof ServerException)) {
            return UnexpectedFailures.thrown(scenario, e);
        }
        String first = e instanceof RefusedConfigException refused ? refused(scenario, config, refused) + "\n" : "";
        return Verdicts.of(
                scenario,
                Outcome.BROKEN,
                Stream.concat(
                                Stream.of(first + e.getMessage()),
                                Stream.of(e.getSuppressed()).map(also -> "and then: " + also.getMessage()))
                        .collect(Collectors.joining("\n")));
    }

    private static String refused(ScenarioCase scenario, SimConfig config, RefusedConfigException e) {
        Place place = config.serverConfigPlace().orElse(scenario.place());
        return place.path() + ":" + place.line() + ": server.config: nats-server does not start with it: " + e.reason();
    }

    private static Verdict invalid(ScenarioCase scenario) {
        Problem first = scenario.problems().get(0);
        int more = scenario.problems().size() - 1;
        String message = first.place() + ": " + first.message()
                + (more == 0 ? "" : " (and " + Count.of(more, "more problem") + ")");
        String all = scenario.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
        return Verdicts.of(scenario, Outcome.INVALID, message, all);
    }
}

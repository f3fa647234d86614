package dev.binrun.engine;

import dev.binrun.engine.client.Clients;
import dev.binrun.engine.client.UnexpectedFailures;
import dev.binrun.engine.simulation.Simulation;
import dev.binrun.engine.simulation.SimulationHooks;
import dev.binrun.form.Quantity;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.scenario.Scenario;
import dev.binrun.scenario.ServerVersion;
import dev.binrun.scenario.SimConfig;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.server.LogTail;
import dev.binrun.server.NatsServer;
import dev.binrun.server.RefusedConfigException;
import dev.binrun.server.ServerState;
import dev.binrun.server.host.ResourceLimit;
import dev.binrun.server.host.Secrets;
import dev.binrun.server.host.ServerException;
import dev.binrun.verb.VerbType;
import dev.binrun.verdict.BrokenException;
import dev.binrun.verdict.FailedException;
import dev.binrun.verdict.FailureReport;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.RunEnding;
import dev.binrun.verdict.RunOutput;
import dev.binrun.verdict.StepReport;
import dev.binrun.verdict.Verdict;
import dev.binrun.verdict.Verdicts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
 *     for (Scenario scenario : file.scenarios()) {
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
    private static final ServerVersion SIMULATION = new ServerVersion(2, 14, 0);

    private final Map<String, String> environment;
    private final SimulationHooks hooks;

    /**
     * Makes an engine.
     *
     * @param environment where settings such as {@code BINRUN_NATS_SERVER} are read
     * @throws dev.binrun.form.Library.UnusableException if a library on the class path is missing or too old
     */
    public Engine(Map<String, String> environment) {
        this(environment, SimulationHooks.NONE);
    }

    @API(status = Status.INTERNAL)
    public Engine(Map<String, String> environment, SimulationHooks hooks) {
        EngineLibraries.require();
        this.environment = Map.copyOf(environment);
        this.hooks = hooks;
        ResourceLimit.prepare();
    }

    /** Runs one scenario to its verdict, as often as it says; never throws for what a scenario or a server does. */
    public Verdict run(Scenario scenario, Listener listener) {
        Secrets secrets = scenario.config().map(SimConfig::secrets).orElse(Secrets.NONE);
        return judged(scenario, listener).masked(secrets);
    }

    private Verdict judged(Scenario scenario, Listener listener) {
        if (!scenario.problems().isEmpty()) {
            return invalid(scenario);
        }
        SimConfig config = scenario.config().orElseThrow();
        if (config.skip().isPresent()) {
            return Verdicts.of(scenario, Outcome.SKIPPED, config.skip().get());
        }
        if (config.repeat() == 1) {
            return once(scenario, config, listener, 1);
        }
        List<Verdict> runs = new ArrayList<>();
        for (int i = 0; i < config.repeat() && !Thread.currentThread().isInterrupted(); i++) {
            runs.add(once(scenario, config, listener, i + 1));
            listener.progress(scenario.name() + ": " + runs.size() + " of " + config.repeat() + " runs");
        }
        return runs.size() < config.repeat()
                ? Verdicts.cutShort(scenario, runs, config)
                : Verdicts.together(runs, config.seed());
    }

    /** Runs it once. What failed on any of its threads is asked for last, when all of them have ended. */
    private Verdict once(Scenario scenario, SimConfig config, Listener listener, int number) {
        long start = System.nanoTime();
        RunOutput output = new RunOutput(listener);
        UnexpectedFailures failures = new UnexpectedFailures();
        List<Verdict> verdicts = new ArrayList<>(); // a second says what went wrong when all was closed
        Runnable run = () -> run(scenario, config, listener, number, output, failures, verdicts);
        try {
            ScenarioThread.run("scenario " + scenario.name(), failures, run);
        } catch (OutOfMemoryError noThread) {
            verdicts.add(UnexpectedFailures.thrown(scenario, noThread));
        }
        if (verdicts.isEmpty()) { // its thread had not even the memory for a verdict
            verdicts.add(Verdicts.of(scenario, Outcome.BROKEN, "the scenario's thread has ended"));
        }
        return failures.judge(Verdicts.asJudged(verdicts))
                .with(Duration.ofNanos(System.nanoTime() - start), output.text());
    }

    private void run(
            Scenario scenario,
            SimConfig config,
            Listener listener,
            int number,
            RunOutput output,
            UnexpectedFailures failures,
            List<Verdict> verdicts) {
        try (Servers servers = Servers.start(config, environment, node -> listener.serverLog(scenario, number, node));
                Run run = new Run(config, servers, failures)) {
            verdicts.add(judge(scenario, config, run, output));
        } catch (RuntimeException | Error e) {
            boolean judged = !verdicts.isEmpty();
            if (judged && !(e instanceof ServerException)) {
                failures.add(e);
            } else {
                verdicts.add(broken(scenario, config, e));
            }
        }
    }

    private static Verdict broken(Scenario scenario, SimConfig config, Throwable e) {
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

    private static String refused(Scenario scenario, SimConfig config, RefusedConfigException e) {
        Place place = config.serverConfigPlace().orElse(scenario.place());
        return place.path() + ":" + place.line() + ": server.config: nats-server does not start with it: " + e.reason();
    }

    private Verdict judge(Scenario scenario, SimConfig config, Run run, RunOutput output) {
        Optional<String> tooOld = tooOld(config, run);
        if (tooOld.isPresent()) {
            return Verdicts.of(scenario, Outcome.SKIPPED, tooOld.get());
        }
        List<StepReport> topology = StepReport.of(config.topology());
        List<StepReport> steps = StepReport.of(config.steps());
        RunEnding ending = perform(scenario, config, run, output, topology, steps);
        Instant until =
                ending.passed() ? Instant.MAX : Instant.now(); // what is undone after a failure did not lead to it
        try (Aftermath aftermath = new Aftermath(run, steps, ending)) {
            RunEnding judged = aftermath.judge();
            String digest = aftermath.digest();
            return report(scenario, judged, steps, aftermath, run, output, until)
                    .withDigest(digest);
        }
    }

    private RunEnding perform(
            Scenario scenario,
            SimConfig config,
            Run run,
            RunOutput output,
            List<StepReport> topology,
            List<StepReport> steps) {
        try {
            perform(config, run, output, topology, steps);
            mustBeAlive(run.servers(), "the scenario's last step was done");
            return RunEnding.GOOD;
        } catch (FailedException e) {
            return RunEnding.of(e);
        } catch (BrokenException e) {
            return RunEnding.of(e);
        } catch (InterruptedException e) {
            return interrupted(scenario, topology, steps, run, e.getMessage() == null ? "" : "last: " + e.getMessage());
        }
    }

    private void perform(
            SimConfig config, Run run, RunOutput output, List<StepReport> topology, List<StepReport> reports)
            throws InterruptedException {
        try {
            Branch strand = Branch.of(run);
            topology(config, run, strand, topology);
            run.begins();
            if (config.sessions().isPresent()) {
                run.history().ifPresent(history -> history.unrecordedActor("the session simulation"));
                new Simulation(
                                config,
                                new Simulation.Environment(
                                        run.clients().get(Clients.DEFAULT),
                                        run.deadline()::left,
                                        run.deadline()::stopped,
                                        output,
                                        run.failures()::add),
                                hooks)
                        .run();
            }
            strand.run(config.steps(), reports);
        } catch (FailedException | VerbFailedException e) {
            mustBeAlive(run.servers(), e.getMessage());
            if (run.deadline().passed()) {
                throw new InterruptedException(e.getMessage());
            }
            throw e instanceof FailedException failed ? failed : new FailedException(e.getMessage(), "");
        }
    }

    private static RunEnding lost(Servers servers, NatsServer server, String meanwhile) {
        return RunEnding.broken(servers.fate(server) + ": " + meanwhile, Servers.lastWords(server));
    }

    /** Whatever a server that is lost has said or not, nothing is proved by it. */
    private static void mustBeAlive(Servers servers, String meanwhile) {
        servers.lost().ifPresent(server -> {
            throw new BrokenException(servers.fate(server) + ": " + meanwhile, Servers.lastWords(server));
        });
    }

    private static void topology(SimConfig config, Run run, Branch strand, List<StepReport> reports)
            throws InterruptedException {
        strand.run(config.topology(), reports);
        new MirrorWait(run).await(config.topology());
    }

    private static Optional<String> tooOld(SimConfig config, Run run) {
        Optional<ServerVersion> there = ServerVersion.parse(run.servers().version());
        Optional<ServerVersion> needed = config.sessions().isPresent()
                ? config.requires().filter(v -> v.compareTo(SIMULATION) > 0).or(() -> Optional.of(SIMULATION))
                : config.requires();
        return needed.filter(version -> there.isEmpty() || there.get().compareTo(version) < 0)
                .map(version -> "needs nats-server " + version + ", this is "
                        + run.servers().version());
    }

    private static RunEnding interrupted(
            Scenario scenario, List<StepReport> topology, List<StepReport> steps, Run run, String last) {
        if (run.deadline().passed()) {
            boolean stopped = run.deadline().stopped();
            run.deadline().close();
            String place = place(
                    scenario, Stream.concat(topology.stream(), steps.stream()).toList());
            if (stopped) {
                run.failures().endedEarly();
                return RunEnding.broken(place + "stopped by an unexpected error on another thread", last);
            }
            String message = place
                    + "the time is up: the scenario's timeout is "
                    + Quantity.write(run.deadline().timeout())
                    + inTheTopology(topology) + paused(run);
            return run.servers()
                    .lost()
                    .map(server -> lost(run.servers(), server, message))
                    .orElse(new RunEnding(Outcome.FAILED, message, last, Optional.empty()));
        }
        Thread.currentThread().interrupt();
        return RunEnding.broken(place(scenario, steps) + "interrupted from outside", last);
    }

    /** Returns the number of the item that was being made; empty if the topology is ready. */
    private static String inTheTopology(List<StepReport> topology) {
        Optional<StepReport> failed = topology.stream()
                .filter(report -> report.state() == StepReport.StepState.FAILED)
                .findFirst();
        if (failed.isEmpty()) {
            return "";
        }
        VerbType verb = failed.get().step().verb();
        List<StepReport> sameKind = topology.stream()
                .filter(report -> report.step().verb().equals(verb))
                .toList();
        return String.format(
                Locale.ROOT,
                " (%s %,d of %,d in the topology)",
                verb.name(),
                sameKind.indexOf(failed.get()) + 1,
                sameKind.size());
    }

    /** Names the paused nodes, for which whatever was running may have waited. */
    private static String paused(Run run) {
        List<String> paused = run.servers().cluster().nodes().stream()
                .filter(node -> node.state() == ServerState.PAUSED)
                .map(node -> node.name() + " is paused")
                .toList();
        return paused.isEmpty() ? "" : " (" + String.join(", ", paused) + ")";
    }

    /** Where it stood: the step that was running, if one was. */
    private static String place(Scenario scenario, List<StepReport> steps) {
        return steps.stream()
                .filter(step -> step.state() == StepReport.StepState.FAILED)
                .findFirst()
                .map(StepReport::where)
                .orElse(scenario.place().path() + ":" + scenario.place().line() + ": ");
    }

    private static Verdict report(
            Scenario scenario,
            RunEnding ending,
            List<StepReport> steps,
            Aftermath aftermath,
            Run run,
            RunOutput output,
            Instant until) {
        if (ending.passed()) {
            return Verdicts.of(scenario, Outcome.PASSED, "");
        }
        List<LogTail.Line> log = run.servers().log().stream()
                .filter(line -> !line.at().isAfter(until))
                .toList();
        String whole = FailureReport.joined(
                ending.message(),
                ending.details(),
                FailureReport.context(steps, aftermath.checks(), log, run.begin()),
                aftermath.times(),
                output.lastLines(scenario));
        return Verdicts.of(scenario, ending.outcome(), ending.message(), whole).withDifference(ending.difference());
    }

    private static Verdict invalid(Scenario scenario) {
        Problem first = scenario.problems().get(0);
        int more = scenario.problems().size() - 1;
        String message = first.place() + ": " + first.message()
                + (more == 0 ? "" : " (and " + more + " more " + (more == 1 ? "problem" : "problems") + ")");
        String all = scenario.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
        return Verdicts.of(scenario, Outcome.INVALID, message, all);
    }
}

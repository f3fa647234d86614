package dev.binrun.engine;

import dev.binrun.engine.client.Clients;
import dev.binrun.engine.simulation.Simulation;
import dev.binrun.engine.simulation.SimulationHooks;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ServerVersion;
import dev.binrun.scenario.SimConfig;
import dev.binrun.server.LogTail;
import dev.binrun.verdict.BrokenException;
import dev.binrun.verdict.CheckReport;
import dev.binrun.verdict.FailedException;
import dev.binrun.verdict.FailureReport;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.RunCourse;
import dev.binrun.verdict.RunEnding;
import dev.binrun.verdict.RunOutput;
import dev.binrun.verdict.StepReport;
import dev.binrun.verdict.TimeUpException;
import dev.binrun.verdict.Verdict;
import dev.binrun.verdict.Verdicts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One run of a scenario on servers that have started: topology, simulation, steps, checks, verdict. */
final class SingleRun {
    private static final ServerVersion SIMULATION = new ServerVersion(2, 14, 0);

    private final ScenarioCase scenario;
    private final SimConfig config;
    private final Run run;
    private final RunOutput output;
    private final SimulationHooks hooks;
    private final List<StepReport> topology;
    private final List<StepReport> steps;

    SingleRun(ScenarioCase scenario, Run run, RunOutput output, SimulationHooks hooks) {
        this.scenario = scenario;
        this.config = run.config();
        this.run = run;
        this.output = output;
        this.hooks = hooks;
        this.topology = StepReport.of(config.topology());
        this.steps = StepReport.of(config.steps());
    }

    /** Performs the run and returns its verdict. */
    Verdict judge() {
        Optional<String> tooOld = tooOld();
        if (tooOld.isPresent()) {
            return Verdicts.of(scenario, Outcome.SKIPPED, tooOld.get());
        }
        RunEnding performed = perform();
        Instant end = performed.passed() ? Instant.MAX : Instant.now(); // the log of the aftermath explains no failure
        Aftermath.JudgedRun judged = Aftermath.judge(run, steps, performed);
        Verdict verdict = verdict(judged, end).withDigest(judged.digest());
        output.courses().ifPresent(courses -> courses.accept(course(verdict, judged.checks())));
        return verdict;
    }

    private RunCourse course(Verdict verdict, List<CheckReport> checks) {
        return new RunCourse(
                scenario,
                verdict.withServerVersion(run.servers().target().version()),
                run.begin(),
                run.now(),
                topology,
                steps,
                checks,
                run.history().orElseThrow(),
                List.copyOf(run.servers().target().logs().keySet()),
                run.servers().log(),
                config.secrets());
    }

    private Optional<String> tooOld() {
        String version = run.servers().target().version();
        Optional<ServerVersion> actual = ServerVersion.parse(version);
        return needed().filter(needed -> actual.isEmpty() || actual.get().compareTo(needed) < 0)
                .map(needed -> "needs nats-server " + needed + ", this is " + version);
    }

    private Optional<ServerVersion> needed() {
        return config.sessions().isPresent()
                ? config.requires().filter(v -> v.compareTo(SIMULATION) > 0).or(() -> Optional.of(SIMULATION))
                : config.requires();
    }

    private RunEnding perform() {
        try {
            StepErrors.translate(run.deadline(), () -> "", this::performSteps);
            return lost("the scenario's last step was done").orElse(RunEnding.GOOD);
        } catch (FailedException e) {
            return lost(e.getMessage())
                    .orElseGet(() -> run.deadline().passed() ? interrupted().timeUp(e.getMessage()) : RunEnding.of(e));
        } catch (BrokenException e) {
            return RunEnding.of(e);
        } catch (TimeUpException e) {
            return interrupted().timeUp(e.getMessage());
        } catch (InterruptedException e) {
            return interrupted().fromOutside(e.getMessage());
        }
    }

    private void performSteps() throws InterruptedException {
        Branch branch = Branch.of(run);
        branch.run(config.topology(), topology);
        new MirrorWait(run).await(config.topology());
        run.begins();
        if (config.sessions().isPresent()) {
            simulate();
        }
        branch.run(config.steps(), steps);
    }

    private void simulate() throws InterruptedException {
        run.history().ifPresent(history -> history.unrecordedActor("the session simulation"));
        Simulation.Environment environment = new Simulation.Environment(
                run.clients().get(Clients.DEFAULT),
                run.deadline()::left,
                run.deadline()::stopped,
                output,
                run.failures()::add);
        new Simulation(config, environment, hooks).run();
    }

    private InterruptedRun interrupted() {
        return new InterruptedRun(scenario, run, topology, steps);
    }

    /** Returns the ending if a server is lost: then the steps prove nothing. */
    private Optional<RunEnding> lost(String meanwhile) {
        return run.servers().lost().map(server -> run.servers().lost(server, meanwhile));
    }

    private Verdict verdict(Aftermath.JudgedRun judged, Instant end) {
        RunEnding ending = judged.ending();
        if (ending.passed()) {
            return Verdicts.of(scenario, Outcome.PASSED, "");
        }
        List<LogTail.Line> log = run.servers().log().stream()
                .filter(line -> !line.at().isAfter(end))
                .toList();
        String report = FailureReport.joined(
                ending.message(),
                ending.details(),
                FailureReport.context(steps, judged.checks(), log, run.begin()),
                judged.times(),
                output.lastLines(scenario));
        return Verdicts.of(scenario, ending.outcome(), ending.message(), report).withDifference(ending.difference());
    }
}

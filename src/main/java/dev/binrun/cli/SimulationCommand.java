package dev.binrun.cli;

import dev.binrun.report.StatusLine;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.SimConfig;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The session simulation. It does not load picocli, so it starts faster than a command. */
record SimulationCommand(CommandEnvironment environment, CommandServices services) {
    /** Returns whether the variables ask for the simulation. */
    boolean isRequested() {
        return environment.variables().getOrDefault("SIM", "").equals("true");
    }

    /** Runs the simulation with the settings of the environment, and returns its exit code. */
    int run() {
        try {
            return run(environment.variables(), Optional.empty());
        } catch (Exception | OutOfMemoryError | StackOverflowError e) {
            return new CommandFailures(environment.err())
                    .exitCode(e, String.join(" ", environment.runAgain().command()));
        }
    }

    /**
     * Runs the simulation, and returns its exit code.
     *
     * @param settings all settings, also those that only the live system uses, so that a wrong one is reported
     */
    int run(Map<String, String> settings, Optional<Long> seed) {
        services.prepare(settings, environment.out());
        environment.prepare(services, settings);
        Verdict verdict = environment.live(screen -> services.engine()
                .apply(simulation(seed), new Live(screen, environment.runAgain().simulation(seed))));
        if (verdict.outcome() == Outcome.SKIPPED) {
            environment.err().println("Sim: scenario SKIPPED: " + verdict.message());
            return Outcome.BROKEN.exitCode(); // the simulation that was asked for did not run
        }
        if (verdict.outcome() != Outcome.PASSED) {
            environment.err().println(verdict.report());
        }
        return verdict.outcome().exitCode();
    }

    private static ScenarioCase simulation(Optional<Long> seed) {
        SimConfig config = SimConfig.defaults();
        return new ScenarioCase(
                "simulation",
                new Place("SIM=true", 1, 1),
                Set.of(),
                Optional.of(seed.map(config::withSeed).orElse(config)),
                List.of());
    }

    /** Prints each line of a run at once. */
    private record Live(StatusLine screen, String again) implements Listener {
        @Override
        public void line(String line) {
            screen.print(line + System.lineSeparator());
        }

        @Override
        public void progress(String status) {
            screen.show(status);
        }

        @Override
        public String lastLines(ScenarioCase failed) {
            return again;
        }
    }
}

package dev.binrun.cli;

import dev.binrun.junit.Selection;
import dev.binrun.junit.ShardPlan;
import dev.binrun.scenario.ScenarioFile;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code run} for a part of the scenarios, for an early end and for more tries. */
final class RunControl {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description = "Run only part I of N; all parts together run each scenario once.")
    private Optional<String> shard = Optional.empty();

    @Option(
            names = "--timings",
            paramLabel = "PATH",
            description = "Balance the shards by the times in earlier JUnit XML, a folder or a file.")
    private Optional<String> timings = Optional.empty();

    /**
     * Returns the plan of the shards if this run is one of them.
     *
     * @throws ParameterException if an option is wrong
     */
    Optional<ShardPlan> plan(List<ScenarioFile> files, Selection selection) {
        try {
            return ShardPlan.of(shard, timings, files, selection);
        } catch (IllegalArgumentException e) {
            throw wrong("--" + e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

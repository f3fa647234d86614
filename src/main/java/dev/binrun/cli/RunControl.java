package dev.binrun.cli;

import dev.binrun.junit.Selection;
import dev.binrun.junit.ShardPlan;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code run} that select a part of the scenarios, end early, or try again. */
final class RunControl {
    /** The value of {@code --until-failure} without a number. */
    private static final int ENDLESS = Integer.MAX_VALUE;

    /** The beginning of the word with a bound. Picocli hides from {@link Bound} whether a value was joined. */
    private static final String BOUND = "--until-failure=";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--fail-fast",
            description = "Start no more scenarios after one that did not pass. Those that run are finished.")
    private boolean failFast;

    @Option(
            names = "--until-failure",
            paramLabel = "N",
            arity = "0..1",
            parameterConsumer = Bound.class,
            description = "Repeat the scenarios until one does not pass, at most N times. Each round has its own seed,"
                    + " unless the scenario or --seed states one.")
    private Optional<Integer> untilFailure = Optional.empty();

    @Option(
            names = "--rerun-failed",
            paramLabel = "N",
            description =
                    "Run a scenario that failed or was broken again, up to N times. If it then passes, it is flaky,"
                            + " and the run does not fail.")
    private Optional<Integer> rerunFailed = Optional.empty();

    @Option(names = "--fail-on-flaky", description = "Exit with 1 if a scenario is flaky.")
    private boolean failOnFlaky;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description = "Run only part I of N; all parts together run each scenario once.")
    private Optional<String> shard = Optional.empty();

    @Option(
            names = "--timings",
            paramLabel = "PATH",
            description =
                    "Balance the shards by the times of an earlier run: a file of --write-timings, JUnit XML, or a"
                            + " folder with JUnit XML.")
    private Optional<String> timings = Optional.empty();

    /** Consumes a number after the option, but no path. */
    static final class Bound implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            boolean given = !words.isEmpty() && isNumber(words.peek());
            option.setValue(Optional.of(given ? Integer.parseInt(words.pop()) : ENDLESS));
        }

        static boolean isNumber(String word) {
            return word.matches("-?\\d{1,9}");
        }
    }

    /**
     * Checks the options that need no scenarios.
     *
     * @throws ParameterException if an option is wrong
     */
    void check() {
        spec.commandLine().getParseResult().originalArgs().stream()
                .filter(word -> word.startsWith(BOUND) && !Bound.isNumber(word.substring(BOUND.length())))
                .findFirst()
                .ifPresent(word -> {
                    throw wrong("Invalid value for option '--until-failure': '" + word.substring(BOUND.length())
                            + "' is not a whole number");
                });
        ScenarioOptions.atLeastOne(spec, "--until-failure", untilFailure);
        ScenarioOptions.atLeastOne(spec, "--rerun-failed", rerunFailed);
        if (untilFailure.isPresent() && rerunFailed.isPresent()) {
            throw wrong("--until-failure looks for a failure that --rerun-failed would repeat; remove one of them");
        }
        if (failOnFlaky && rerunFailed.isEmpty()) {
            throw wrong(
                    "--fail-on-flaky: only --rerun-failed finds flaky scenarios; add it, or remove --fail-on-flaky");
        }
    }

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

    /** Returns the largest number of rounds; empty if the run has no rounds. */
    Optional<Integer> rounds() {
        return untilFailure;
    }

    /** Returns the option because of which no scenario starts after one that did not pass. */
    Optional<String> endsAtFailure() {
        return failFast ? Optional.of("--fail-fast") : untilFailure.map(rounds -> "--until-failure");
    }

    /** Returns whether a scenario is run again after these tries. A file with errors would have them again. */
    boolean triesAgain(List<Verdict> tries) {
        Outcome last = tries.get(tries.size() - 1).outcome();
        return (last == Outcome.FAILED || last == Outcome.BROKEN) && tries.size() <= rerunFailed.orElse(0);
    }

    /** Returns whether a flaky scenario is a failure of the run. */
    boolean failsOnFlaky() {
        return failOnFlaky;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

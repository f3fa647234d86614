package dev.binrun.cli;

import dev.binrun.junit.Samples;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import dev.binrun.watch.Keyboard;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine;

/** A command line with a fake environment, captured output, and services that only record their calls. */
final class FakeShell {
    final Map<String, String> environment = new HashMap<>(Map.of("JBANG_TYPED", "./jbang\nbinrun.java"));
    final List<Path> read = new ArrayList<>();
    final List<ScenarioCase> ran = Collections.synchronizedList(new ArrayList<>());
    final List<Map<String, String>> businessLogic = new ArrayList<>();
    Function<List<Path>, List<ScenarioFile>> reader = paths -> List.of();
    BiFunction<ScenarioCase, Listener, Verdict> engine =
            (scenario, listener) -> Samples.verdict(scenario, Outcome.PASSED, "", "");
    Consumer<Map<String, String>> check = settings -> {};
    Consumer<Map<String, String>> checkSettings = settings -> {};
    Optional<Keyboard> keyboard = Optional.empty();
    boolean terminal;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    int execute(String... args) {
        return commands().execute(args);
    }

    /** Returns all commands in this environment. */
    CommandLine commands() {
        CommandServices parts = new CommandServices(
                checkSettings,
                progress -> progress.accept("bringing"),
                paths -> {
                    read.addAll(paths);
                    return reader.apply(paths);
                },
                (scenario, listener) -> {
                    ran.add(scenario);
                    return engine.apply(scenario, listener);
                },
                () -> keyboard,
                (settings, stream) -> {
                    check.accept(settings);
                    return () -> businessLogic.add(settings);
                });
        return Commands.of(new CommandEnvironment(environment, stream(out), stream(err), terminal), parts);
    }

    String out() {
        return text(out);
    }

    String err() {
        return text(err);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}

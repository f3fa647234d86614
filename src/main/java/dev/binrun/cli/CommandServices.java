package dev.binrun.cli;

import dev.binrun.engine.Engine;
import dev.binrun.playground.Playground;
import dev.binrun.playground.PlaygroundSettings;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.SettingException;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.Verdict;
import dev.binrun.watch.Keyboard;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The services that commands use; tests replace them.
 *
 * @param settings reads all settings, and throws {@link SettingException} for the first wrong one
 * @param fetch downloads the server's executable if it is missing; its argument gets the progress
 * @param reader reads scenario files
 * @param engine runs one scenario
 * @param keyboard opens the keys of the terminal; empty if the standard input is not one
 * @param businessLogic the live system
 */
record CommandServices(
        Consumer<Map<String, String>> settings,
        Consumer<Consumer<String>> fetch,
        Function<List<Path>, List<ScenarioFile>> reader,
        BiFunction<ScenarioCase, Listener, Verdict> engine,
        Supplier<Optional<Keyboard>> keyboard,
        LongRunning businessLogic) {

    /**
     * Returns the services of the real program.
     *
     * @param readerGone returns whether the reader of the standard output has closed it
     */
    static CommandServices real(Map<String, String> environment, BooleanSupplier readerGone) {
        return new CommandServices(
                CommandServices::check,
                progress -> NatsBinary.find(environment, progress),
                ScenarioReader::read,
                new Engine(environment)::run,
                () -> System.console() == null ? Optional.empty() : Optional.of(Keyboard.open()),
                (settings, out) -> businessLogic(settings, out, readerGone));
    }

    /**
     * Checks the settings of the live system, and returns it.
     *
     * @throws SettingException if a setting, or a file that a setting names, is wrong
     */
    UntilStopped prepare(Map<String, String> settings, PrintStream out) {
        try {
            return businessLogic.prepare(settings, out);
        } catch (IllegalArgumentException e) {
            throw new SettingException(e.getMessage(), e);
        }
    }

    private static void check(Map<String, String> settings) {
        try {
            PlaygroundSettings.of(settings);
        } catch (IllegalArgumentException e) {
            throw new SettingException(e.getMessage(), e);
        }
        NatsBinary.check(settings);
    }

    private static UntilStopped businessLogic(
            Map<String, String> environment, PrintStream out, BooleanSupplier readerGone) {
        PlaygroundSettings settings = PlaygroundSettings.of(environment);
        Playground.check(settings);
        return () -> Playground.run(settings, out, readerGone);
    }

    /** A program that is checked before it runs. */
    @FunctionalInterface
    interface LongRunning {
        /**
         * Checks the settings, and returns the program.
         *
         * @throws IllegalArgumentException if a setting is wrong
         * @throws SettingException if a file that a setting names is wrong
         */
        UntilStopped prepare(Map<String, String> environment, PrintStream out);
    }

    /** A program that runs until the process is told to stop. */
    @FunctionalInterface
    interface UntilStopped {
        /** Runs the program. */
        void run() throws InterruptedException;
    }
}

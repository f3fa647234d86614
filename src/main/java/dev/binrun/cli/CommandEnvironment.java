package dev.binrun.cli;

import dev.binrun.report.StatusLine;
import dev.binrun.report.Style;
import dev.binrun.server.host.LocaleNames;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What surrounds a command.
 *
 * @param environment the variables
 * @param out results
 * @param err what went wrong
 * @param terminal whether {@code out} is a terminal that can colour and erase
 */
record CommandEnvironment(Map<String, String> environment, PrintStream out, PrintStream err, boolean terminal) {
    /** All that the commands print passes a {@link VisibleStream}. */
    CommandEnvironment {
        environment = Map.copyOf(environment);
        out = new VisibleStream(out);
        err = new VisibleStream(err);
    }

    /** @param out the standard output */
    static CommandEnvironment ofProcess(PrintStream out) {
        Map<String, String> environment = System.getenv();
        return new CommandEnvironment(environment, out, System.err, isTerminal(environment));
    }

    /** The command that was typed. */
    RunAgain runAgain() {
        return RunAgain.of(environment, System.getProperty("sun.java.command", ""), Path.of(""));
    }

    /** Colours only where a terminal shows them and {@code NO_COLOR} does not forbid them. */
    Style style() {
        boolean forbidden = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return terminal && !forbidden ? Style.COLOURED : Style.PLAIN;
    }

    /** Runs something that shows how far it is; where the process is told to stop meanwhile, nothing more is shown. */
    <T> T live(Function<StatusLine, T> running) {
        StatusLine screen = screen();
        try {
            return untilStopped(screen::end, () -> running.apply(screen));
        } finally {
            screen.clear();
        }
    }

    /** A status line on the standard output. */
    StatusLine screen() {
        return new StatusLine(((VisibleStream) out).raw(), terminal); // it draws and colours
    }

    /**
     * Runs something to its end.
     *
     * @param stopped runs if the process is told to stop before the end (a signal, {@code System.exit}); the process ends
     *     when it returns
     */
    <T> T untilStopped(Runnable stopped, Supplier<T> running) {
        Thread hook = new Thread(stopped, "binrun-stopped");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return running.get();
        } finally {
            takeBack(hook);
        }
    }

    private static void takeBack(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // it runs already: the process is told to stop
        }
    }

    /**
     * Checks the settings, and brings the executable ahead of its first use where somebody sees how far it is; elsewhere it
     * comes silently.
     */
    void prepare(CommandServices parts, Map<String, String> settings) {
        String temporary = System.getProperty("java.io.tmpdir");
        if (LocaleNames.isUnusable(temporary)) {
            throw new OutputException("the folder for temporary files, '" + temporary + "', "
                    + LocaleNames.reason(environment) + ", or choose another with -Djava.io.tmpdir=…");
        }
        parts.settings().accept(settings);
        if (terminal) {
            live(screen -> {
                parts.fetch().accept(screen::show);
                return null;
            });
        }
    }

    /**
     * The console of java.base is there only where input and output are a terminal, on every JDK; the other one, which
     * JDK 22 to 24 prefer, is always there, and slow to load.
     */
    private static boolean isTerminal(Map<String, String> environment) {
        System.setProperty("jdk.console", "java.base");
        return erases(environment) && System.console() != null;
    }

    /** No TERM is an old Windows console, or none at all. */
    static boolean erases(Map<String, String> environment) {
        String term = environment.getOrDefault("TERM", environment.containsKey("WT_SESSION") ? "windows" : "dumb");
        return !term.isEmpty() && !term.equals("dumb");
    }
}

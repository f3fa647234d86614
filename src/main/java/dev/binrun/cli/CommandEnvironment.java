package dev.binrun.cli;

import dev.binrun.report.StatusLine;
import dev.binrun.report.Style;
import dev.binrun.server.host.BuildServer;
import dev.binrun.server.host.LocaleNames;
import dev.binrun.server.host.ShutdownHook;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The environment of a command: variables and streams.
 *
 * @param variables the environment variables
 * @param out the standard output, for results
 * @param err the standard error, for problems
 * @param terminal whether {@code out} is a terminal that can show colours and erase a line
 */
record CommandEnvironment(Map<String, String> variables, PrintStream out, PrintStream err, boolean terminal) {
    /** Wraps both streams, so that no control character is printed. */
    CommandEnvironment {
        variables = Map.copyOf(variables);
        out = new VisibleStream(out);
        err = new VisibleStream(err);
    }

    /** Returns the environment of this process, with its own standard output. */
    static CommandEnvironment ofProcess(PrintStream out) {
        Map<String, String> variables = System.getenv();
        return new CommandEnvironment(variables, out, System.err, isTerminal(variables));
    }

    /** Returns this environment with all output on the standard error, because a report has the standard output. */
    CommandEnvironment onStandardError() {
        PrintStream raw = ((VisibleStream) err).raw();
        return new CommandEnvironment(variables, raw, raw, false);
    }

    /** Returns the standard output for a report, which escapes its text itself. */
    PrintStream rawOut() {
        return ((VisibleStream) out).raw();
    }

    /** Returns the start of the command line that the user typed. */
    RunAgain runAgain() {
        return RunAgain.of(variables, System.getProperty("sun.java.command", ""), Path.of(""));
    }

    /** Returns whether to print colours: only on a terminal, and not if {@code NO_COLOR} is set. */
    Style style() {
        boolean forbidden = !variables.getOrDefault("NO_COLOR", "").isEmpty();
        return terminal && !forbidden ? Style.COLOURED : Style.PLAIN;
    }

    /** Runs work that shows its progress. If the process is told to stop before the end, nothing more is shown. */
    <T> T live(Function<StatusLine, T> work) {
        StatusLine screen = screen();
        try {
            return untilStopped(screen::end, () -> work.apply(screen));
        } finally {
            screen.clear();
        }
    }

    /** Returns a new status line on the standard output. The log of a build server would keep each state of it. */
    StatusLine screen() {
        return new StatusLine(rawOut(), isLive()); // it draws and colours
    }

    /** Returns whether status lines are shown. */
    boolean isLive() {
        return terminal && !BuildServer.isPresent(variables);
    }

    /**
     * Runs work to its end.
     *
     * @param stopped runs if the process is told to stop before the end (a signal, {@code System.exit}); the process
     *     ends when it returns
     */
    <T> T untilStopped(Runnable stopped, Supplier<T> work) {
        ShutdownHook hook = ShutdownHook.register("binrun-stopped", stopped);
        try {
            return work.get();
        } finally {
            hook.close();
        }
    }

    /**
     * Checks the settings. On a terminal, it also downloads a missing nats-server and shows the progress; elsewhere the
     * first use downloads it silently.
     *
     * @throws OutputException if Java cannot use the name of the folder for temporary files
     */
    void prepare(CommandServices services, Map<String, String> settings) {
        String temporary = System.getProperty("java.io.tmpdir");
        if (LocaleNames.isUnusable(temporary)) {
            throw new OutputException("the folder for temporary files, '" + temporary + "', "
                    + LocaleNames.reason(variables) + ", or choose another with -Djava.io.tmpdir=…");
        }
        services.settings().accept(settings);
        if (terminal) {
            live(screen -> {
                services.fetch().accept(screen::show);
                return null;
            });
        }
    }

    /**
     * The console of java.base exists only if input and output are a terminal, on every JDK. The other one, which JDK
     * 22 to 24 prefer, always exists, and is slow to load.
     */
    private static boolean isTerminal(Map<String, String> variables) {
        System.setProperty("jdk.console", "java.base");
        return erases(variables) && System.console() != null;
    }

    /** Returns whether the terminal can erase a line. Without TERM it is an old Windows console, or no terminal. */
    static boolean erases(Map<String, String> variables) {
        String term = variables.getOrDefault("TERM", variables.containsKey("WT_SESSION") ? "windows" : "dumb");
        return !term.isEmpty() && !term.equals("dumb");
    }
}

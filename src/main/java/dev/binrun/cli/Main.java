package dev.binrun.cli;

import dev.binrun.engine.EngineLibraries;
import dev.binrun.form.Library;
import dev.binrun.form.Library.Member;
import dev.binrun.server.host.LocaleNames;
import dev.binrun.server.host.ResourceLimit;
import dev.binrun.verdict.Outcome;
import java.io.PrintStream;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Where the script enters. */
public final class Main {
    private static final Library PICOCLI =
            new Library("info.picocli", "picocli", "4.6.0", "4.7.7", Member.of("picocli.CommandLine", "getFactory"));

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code. With 0 there is nothing to say, and returning ends the process
     * 0.3 s sooner than {@code System.exit}, which waits for threads in native code, such as the one that waits for the reaper.
     */
    public static void main(String... args) {
        int exitCode = run(args);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    private static int run(String... args) {
        try {
            Library.require(List.of(PICOCLI));
            EngineLibraries.require();
        } catch (Library.UnusableException e) {
            System.err.println(e.getMessage());
            return Outcome.BROKEN.exitCode();
        }
        StandardOutput out = new StandardOutput(() -> System.exit(StandardOutput.CLOSED_PIPE));
        PrintStream stream = out.stream();
        return complete(execute(stream, out::pipeClosed, args), out);
    }

    /** An error ends the process too, whatever threads there still are. */
    private static int execute(PrintStream stream, BooleanSupplier readerGone, String... args) {
        for (String argument : args) {
            if (LocaleNames.isUnusable(argument)) {
                System.err.println("the argument '" + argument + "' " + LocaleNames.reason(System.getenv()));
                return Outcome.INVALID.exitCode();
            }
        }
        try {
            return Commands.of(CommandEnvironment.ofProcess(stream), CommandServices.real(System.getenv(), readerGone))
                    .execute(args);
        } catch (Error e) {
            System.err.println(ResourceLimit.of(e)
                    .map(limit -> limit.sentence() + ": " + e)
                    .orElse("binrun itself failed; please report this: " + e));
            return Outcome.BROKEN.exitCode();
        } finally {
            stream.flush();
        }
    }

    /** A result that was not written completely is an error. */
    private static int complete(int exitCode, StandardOutput out) {
        if (out.pipeClosed()) {
            return StandardOutput.CLOSED_PIPE;
        }
        if (out.failure().isEmpty()) {
            return exitCode;
        }
        System.err.println(out.failure());
        return Math.max(exitCode, Outcome.BROKEN.exitCode());
    }
}

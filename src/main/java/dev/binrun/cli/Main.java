package dev.binrun.cli;

import dev.binrun.form.Library;
import dev.binrun.form.Library.Member;
import dev.binrun.server.host.LocaleNames;
import dev.binrun.server.host.ResourceLimit;
import dev.binrun.verdict.Outcome;
import java.io.PrintStream;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The main class of binrun: the entry point of the script and of {@code java -cp}. */
public final class Main {
    private static final Library PICOCLI =
            new Library("info.picocli", "picocli", "4.6.0", "4.7.7", Member.of("picocli.CommandLine", "getFactory"));

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String... args) {
        int exitCode = run(args);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    private static int run(String... args) {
        StandardOutput out = new StandardOutput(() -> System.exit(StandardOutput.CLOSED_PIPE));
        PrintStream stream = out.stream();
        return complete(execute(stream, out::pipeClosed, args), out);
    }

    /** After an error, other threads must not keep the process alive. */
    private static int execute(PrintStream stream, BooleanSupplier readerGone, String... args) {
        for (String argument : args) {
            if (LocaleNames.isUnusable(argument)) {
                System.err.println("the argument '" + argument + "' " + LocaleNames.reason(System.getenv()));
                return Outcome.INVALID.exitCode();
            }
        }
        try {
            return execute(
                    CommandEnvironment.ofProcess(stream), CommandServices.real(System.getenv(), readerGone), args);
        } catch (Library.UnusableException e) {
            System.err.println(e.getMessage());
            return Outcome.BROKEN.exitCode();
        } catch (Error e) {
            System.err.println(ResourceLimit.of(e)
                    .map(limit -> limit.sentence() + ": " + e)
                    .orElse("binrun itself failed; please report this: " + e));
            return Outcome.BROKEN.exitCode();
        } finally {
            stream.flush();
        }
    }

    private static int execute(CommandEnvironment environment, CommandServices services, String... args) {
        SimulationCommand simulation = new SimulationCommand(environment, services);
        if (args.length == 0 && simulation.isRequested()) {
            return simulation.run();
        }
        Library.require(List.of(PICOCLI));
        return Commands.of(environment, services).execute(args);
    }

    /** Incomplete output is an error. */
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

package dev.binrun.cli;

import dev.binrun.form.Library;
import dev.binrun.server.host.MemoryLimit;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import dev.binrun.verdict.Outcome;
import java.io.PrintStream;

/** The messages and exit codes of commands that end with an exception. */
record CommandFailures(PrintStream err) {
    /** The exit code of a wrong setting or wrong usage. */
    static final int USAGE = Outcome.INVALID.exitCode();

    /**
     * Explains a wrong setting, and a server, library or output that fails. Any other failure is a bug, with its stack
     * trace.
     *
     * @param command the command whose help explains its settings
     */
    int exitCode(Throwable error, String command) {
        explain(error);
        return error instanceof SettingException ? seeHelp(command) : Outcome.BROKEN.exitCode();
    }

    /** Explains an error without an exit code. */
    void explain(Throwable error) {
        if (error instanceof SettingException
                || error instanceof ServerException
                || error instanceof OutputException
                || error instanceof Library.UnusableException) {
            err.println(error.getMessage());
            return;
        }
        MemoryLimit.reached(error).ifPresentOrElse(err::println, () -> {
            err.println("binrun itself failed; please report this:");
            error.printStackTrace(err);
        });
    }

    /** Names the command that shows help, and returns the exit code of wrong usage. */
    int seeHelp(String command) {
        err.println("See '" + command + " --help'.");
        return USAGE;
    }
}

package dev.binrun.verdict;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The outcome of a scenario. The exit code of several scenarios is the highest of their exit codes. */
@API(status = Status.EXPERIMENTAL)
public enum Outcome {
    /** All statements hold. */
    PASSED(0),
    /** The scenario was not run. */
    SKIPPED(0),
    /** A statement does not hold. */
    FAILED(1),
    /** The scenario's file has errors. */
    INVALID(2),
    /** The scenario could not be judged. */
    BROKEN(3);

    private final int exitCode;

    Outcome(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Returns the exit code of a process that ran only this scenario. */
    public int exitCode() {
        return exitCode;
    }
}

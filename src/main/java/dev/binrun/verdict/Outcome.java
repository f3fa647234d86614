package dev.binrun.verdict;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** How a scenario ended, in the order of the exit codes: the highest of a run is its exit code. */
@API(status = Status.EXPERIMENTAL)
public enum Outcome {
    PASSED(0),
    SKIPPED(0),
    FAILED(1),
    INVALID(2),
    BROKEN(3);

    private final int exitCode;

    Outcome(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}

package dev.binrun.history;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Whether an operation took effect. */
@API(status = Status.EXPERIMENTAL)
public enum OperationOutcome {
    UNKNOWN,
    OK,
    FAILED
}

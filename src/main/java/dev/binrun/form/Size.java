package dev.binrun.form;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A number of bytes, which a scenario can write as {@code 64KB}.
 *
 * @param bytes the number; the server checks its range
 */
@API(status = Status.EXPERIMENTAL)
public record Size(long bytes) {}

package dev.binrun.form;

/**
 * A number of bytes, which a scenario can write as {@code 64KB}.
 *
 * @param bytes the number; the server checks its range
 */
public record Size(long bytes) {}

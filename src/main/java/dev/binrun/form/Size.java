package dev.binrun.form;

/**
 * A number of bytes, which a scenario may write as {@code 64KB}.
 *
 * @param bytes the number; what it may be is for the server to say
 */
public record Size(long bytes) {}

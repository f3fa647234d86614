package dev.binrun.verb;

/**
 * The name under which a step before lets something go on; as an argument it is checked when the scenario is read.
 *
 * @param name as after {@code as}
 */
public record BackgroundName(String name) {}

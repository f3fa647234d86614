package dev.binrun.verb;

/**
 * The name of a background activity that an earlier step started; as an argument, it is checked when the scenario is
 * read.
 *
 * @param name the name after {@code as}
 */
public record BackgroundName(String name) {}

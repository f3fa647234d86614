package dev.binrun.verb;

import java.util.List;

/**
 * A verb that a step can name.
 *
 * @param name as in a scenario, such as {@code stream info}
 * @param arguments the record that takes its arguments and runs it
 * @param reads whether it only reads, so that it may be repeated until something holds
 * @param aliases other names, those of the nats CLI
 */
public record VerbType(String name, Class<? extends Record> arguments, boolean reads, List<String> aliases) {}

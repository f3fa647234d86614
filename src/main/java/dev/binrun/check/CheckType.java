package dev.binrun.check;

/**
 * A check that a scenario can name.
 *
 * @param name the name in a scenario
 * @param arguments the record that takes the arguments and judges
 * @param holds the property in the words of the reference
 */
public record CheckType(String name, Class<? extends Record> arguments, String holds) {
    static <C extends Record & Check> CheckType of(String name, Class<C> arguments, String holds) {
        return new CheckType(name, arguments, holds);
    }
}

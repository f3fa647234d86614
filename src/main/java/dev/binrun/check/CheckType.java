package dev.binrun.check;

import java.util.function.Function;

/**
 * A check that a scenario can name.
 *
 * @param name the name in a scenario
 * @param arguments the record that takes the arguments
 * @param maker creates the check from its arguments, which judge themselves unless the check is a project's own
 * @param holds the property in the words of the reference
 */
public record CheckType(String name, Class<? extends Record> arguments, Function<Record, Check> maker, String holds) {
    static <C extends Record & Check> CheckType of(String name, Class<C> arguments, String holds) {
        return new CheckType(name, arguments, Check.class::cast, holds);
    }

    static <A extends Record> CheckType own(OwnCheck<A> check) {
        Class<A> arguments = check.arguments();
        return new CheckType(
                check.name(), arguments, record -> new BoundOwnCheck<>(check, arguments.cast(record)), check.holds());
    }

    /** Returns the check with its arguments. */
    public Check with(Record values) {
        return maker.apply(values);
    }
}

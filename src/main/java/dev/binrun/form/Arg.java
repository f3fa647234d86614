package dev.binrun.form;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Declares a record's component as an argument of a verb or a key of a scenario. The argument has the component's name
 * in snake case, unless {@link #name} is set.
 */
@API(status = Status.EXPERIMENTAL)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Arg {
    /** The meaning of the argument, as a phrase for the reference. */
    String value();

    /** The name in a scenario; by default the component's in snake case. */
    String name() default "";

    /** Other accepted names. */
    String[] also() default {};

    /** The index among the CLI's positional arguments, from 0; -1 for a flag. */
    int position() default -1;

    /** Whether the argument is required. */
    boolean required() default false;

    /** The least number allowed. */
    long min() default Long.MIN_VALUE;

    /** The greatest number allowed. */
    long max() default Long.MAX_VALUE;

    /** The values that nats-server knows, written as for {@link KnownWords#of}; any other value causes a warning. */
    String[] words() default {};

    /** A regular expression of known values beside the words; the default matches no text. */
    String wordsOr() default "(?!)";
}

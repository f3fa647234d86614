package dev.binrun.form;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a record's component as an argument of a verb or a key of a scenario. The argument's name is the component's in
 * snake case, unless {@link #name} says otherwise.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Arg {
    /** What it means, in one sentence; shown in the reference. */
    String value();

    /** The name, where it is not the component's in snake case. */
    String name() default "";

    /** Other names that are taken too. */
    String[] also() default {};

    /** Where it stands among the CLI's positional arguments, from 0; -1 if it is a flag. */
    int position() default -1;

    /** Whether it must be there. */
    boolean required() default false;

    /** The least number allowed. */
    long min() default Long.MIN_VALUE;

    /** The greatest number allowed. */
    long max() default Long.MAX_VALUE;

    /** The values that nats-server knows, written as for {@link KnownWords#of}; any other value is a warning. */
    String[] words() default {};

    /** A regular expression of values that are known beside the words; the default matches no text. */
    String wordsOr() default "(?!)";
}

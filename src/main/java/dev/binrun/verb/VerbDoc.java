package dev.binrun.verb;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Describes a verb, on the record of its arguments; the reference and editors show the texts. */
@API(status = Status.EXPERIMENTAL)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface VerbDoc {
    /** The action of the verb, as one sentence without its full stop. */
    String value();

    /** The keys of the answer, in words that follow "answers with". */
    String answers() default "";

    /** An example of one or more steps; a test runs each example of binrun's own verbs. */
    String example() default "";
}

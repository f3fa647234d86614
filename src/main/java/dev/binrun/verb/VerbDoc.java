package dev.binrun.verb;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says what a verb does, on the record of its arguments; shown in the reference and, by editors, beside the verb. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface VerbDoc {
    /** What it does, in one sentence without its full stop. */
    String value();

    /** What it answers with, as what follows "answers with". */
    String answers() default "";

    /** A step, or several, that show it; of ours each is run by a test, in the world that the reference begins its verbs with. */
    String example() default "";
}

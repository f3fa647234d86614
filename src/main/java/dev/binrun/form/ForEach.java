package dev.binrun.form;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares a component that is looked up anew for each thing that comes, which stands under a name: {@code ${request.subject}}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ForEach {
    /** The name. */
    String value();

    /** What is known of it. */
    String[] fields();
}

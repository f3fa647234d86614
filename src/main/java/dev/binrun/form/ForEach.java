package dev.binrun.form;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a component whose references are looked up for each received item: {@code ${request.subject}} for each
 * request.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ForEach {
    /** The name of the item, such as {@code request}. */
    String value();

    /** The fields that the item has. */
    String[] fields();
}

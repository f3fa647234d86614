package dev.binrun.form;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares a JSON component that takes every field of an API configuration which is no argument of its own. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ConfigFields {
    /** The fields that are known. */
    Class<? extends ApiField> value();

    /** Whether a field may be {@code null}, which removes it. */
    boolean removable() default false;
}

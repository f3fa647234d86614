package dev.binrun.form;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares a JSON component that takes every field of an API configuration that has no component of its own. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ConfigFields {
    /** The known fields. */
    Class<? extends ApiField> value();

    /** Whether {@code null} is accepted, which removes a field. */
    boolean removable() default false;
}

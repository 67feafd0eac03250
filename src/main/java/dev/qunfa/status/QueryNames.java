package dev.qunfa.status;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Query parameters of a call that reads them by itself; those that are declared by {@code @QueryParam} need no mention. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface QueryNames {
    /** Given once at most. */
    String[] value();

    /** Given as often as one likes. */
    String[] repeatable() default {};
}

package dev.qunfa.startup;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an observer of {@link Starting}: it starts its part of the service when that step has come. It must not block, and whatever it
 * listens to may have happened before: it asks for the present, too.
 */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.TYPE})
public @interface AtStep {
    StartStep value();

    /** The qualifier of one step. */
    final class Literal extends AnnotationLiteral<AtStep> implements AtStep {
        private static final long serialVersionUID = 1L;
        private final StartStep value;

        public Literal(StartStep value) {
            this.value = value;
        }

        @Override
        public StartStep value() {
            return value;
        }
    }
}

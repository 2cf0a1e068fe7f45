package dev.imappoller.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A test of what only one packaging has; skipped, and reported so, when the built zip is the other. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnlyFor.Condition.class)
public @interface OnlyFor {

    /** The packaging. */
    Packaging value();

    /** What the other has not. */
    String because();

    /** Looks at the built zip. Its reasons begin with words that {@code .ci/run} looks for. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return AnnotationSupport.findAnnotation(context.getElement(), OnlyFor.class)
                    .filter(only -> only.value().isNotBuilt())
                    .map(only -> ConditionEvaluationResult.disabled("only for " + only.value() + ": " + only.because()))
                    .orElseGet(() -> ConditionEvaluationResult.enabled("for what was built"));
        }
    }
}

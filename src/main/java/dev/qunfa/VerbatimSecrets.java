package dev.qunfa;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps the dollar signs of secrets that come from environment variables: the configuration would take {@code $$} for an
 * escaped {@code $} and <code>${</code> for a reference, and a generated password may well hold either.
 *
 * <p>Found by its entry in {@code META-INF/services}. Comes after the reader of references on the way to the sources, so
 * that what it escapes is read as it was.
 */
@Priority(Priorities.LIBRARY + 200)
public final class VerbatimSecrets implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1L;
    private static final Pattern SECRET =
            Pattern.compile("DB_PASSWORD|quarkus\\.datasource\\.password|QUNFA_APPS_.+|qunfa\\.apps\\..+");
    private static final Pattern DOLLAR = Pattern.compile("\\\\?\\$");

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        boolean applies = value != null
                && value.getValue() != null
                && "EnvConfigSource".equals(value.getSourceName())
                && SECRET.matcher(name).matches();
        return applies ? value.withValue(escaped(value.getValue())) : value;
    }

    /** A dollar sign is written twice; one after a backslash, which is an escape already, has that twice. */
    private static String escaped(String secret) {
        return DOLLAR.matcher(secret)
                .replaceAll(found -> Matcher.quoteReplacement(found.group().length() == 1 ? "$$" : "\\\\$"));
    }
}

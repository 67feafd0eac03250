package dev.qunfa.status;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Lets nobody wait for ever: an answer that takes longer than configured is a 503. */
@ApplicationScoped
class Patience {
    private final ApiConfig config;

    Patience(ApiConfig config) {
        this.config = config;
    }

    /** @return fails with {@link TimeoutException} */
    <T> Uni<T> with(Uni<T> answer) {
        return answer.ifNoItem().after(config.timeout()).fail();
    }
}

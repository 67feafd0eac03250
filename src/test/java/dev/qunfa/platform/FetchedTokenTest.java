package dev.qunfa.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.AdjustableClock;
import dev.qunfa.platform.TokenEndpoint.Grant;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchedTokenTest {
    private final AdjustableClock clock = new AdjustableClock();
    private final List<Promise<Grant>> fetches = new ArrayList<>();
    private final FetchedToken source =
            new FetchedToken("default", this::fetch, Configurations.platform().token(), clock);

    private Future<Grant> fetch() {
        Promise<Grant> answer = Promise.promise();
        fetches.add(answer);
        return answer.future();
    }

    private Token granted(long seconds) {
        var token = new Token("t-" + fetches.size());
        fetches.get(fetches.size() - 1).complete(new Grant(token, Duration.ofSeconds(seconds)));
        return token;
    }

    private void failed() {
        fetches.get(fetches.size() - 1).fail(new TokenUnavailableException("No access token: broken"));
    }

    private Token held() {
        return source.token().result();
    }

    @Test
    void nothingIsFetchedBeforeItIsNeeded() {
        assertThat(fetches).isEmpty();
    }

    @Test
    void allWhoWaitGetTheOneTokenThatIsFetched() {
        var waiting = List.of(source.token(), source.token(), source.token());
        assertThat(waiting).noneMatch(Future::isComplete);

        Token token = granted(7200);

        assertThat(waiting).allMatch(future -> future.result() == token);
        assertThat(held()).isSameAs(token);
        assertThat(fetches).hasSize(1);
    }

    @Test
    void aLongTokenIsRenewedFiveMinutesBeforeItsEndAndServesMeanwhile() {
        source.token();
        Token old = granted(7200);

        clock.advance(Duration.ofSeconds(7200 - 301));
        assertThat(held()).isSameAs(old);
        assertThat(fetches).hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        assertThat(held()).isSameAs(old);
        assertThat(held()).isSameAs(old);
        assertThat(fetches).hasSize(2);

        assertThat(granted(7200)).isSameAs(held()).isNotSameAs(old);
    }

    @Test
    void aShortTokenIsRenewedWhenATenthOfItsLifeIsLeft() {
        source.token();
        Token old = granted(2);

        clock.advance(Duration.ofMillis(1_799));
        assertThat(held()).isSameAs(old);
        assertThat(fetches).hasSize(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(held()).isSameAs(old);
        assertThat(fetches).hasSize(2);
    }

    @Test
    void aTokensLifeStartsWhenItIsAskedFor() {
        source.token();
        clock.advance(Duration.ofSeconds(50));
        granted(100);

        clock.advance(Duration.ofSeconds(50));
        assertThat(source.token().isComplete()).isFalse();
    }

    @Test
    void anEndedTokenIsWaitedFor() {
        source.token();
        granted(100);

        clock.advance(Duration.ofSeconds(100));
        var next = source.token();
        assertThat(next.isComplete()).isFalse();

        assertThat(granted(100)).isSameAs(next.result());
    }

    @Test
    void aFailureIsToldToAllAndNotRepeatedForASecond() {
        var waiting = List.of(source.token(), source.token());
        failed();

        assertThat(waiting).allMatch(future -> future.cause().getMessage().equals("No access token: broken"));
        clock.advance(Duration.ofMillis(999));
        assertThat(source.token().failed()).isTrue();
        assertThat(fetches).hasSize(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(source.token().isComplete()).isFalse();
        assertThat(fetches).hasSize(2);
    }

    @Test
    void aFailedRenewalHurtsNobodyWhileTheTokenIsGood() {
        source.token();
        Token token = granted(100);
        clock.advance(Duration.ofSeconds(90));
        source.token();
        failed();

        assertThat(held()).isSameAs(token);
        assertThat(fetches).hasSize(2);
        clock.advance(Duration.ofSeconds(1));
        assertThat(held()).isSameAs(token);
        assertThat(fetches).hasSize(3);
    }

    @Test
    void manyWhoseTokenWasRefusedShareOneReplacement() {
        source.token();
        Token refused = granted(7200);

        assertThat(source.refused(refused)).isTrue();
        var first = source.token();
        assertThat(source.refused(refused)).isTrue();
        var second = source.token();

        Token replacement = granted(7200);
        assertThat(first.result()).isSameAs(second.result()).isSameAs(replacement);
        assertThat(source.refused(refused)).isTrue();
        assertThat(held()).isSameAs(replacement);
        assertThat(fetches).hasSize(2);
    }

    @Test
    void aReplacementThatIsRefusedAtOnceIsNotReplacedBeforeASecondIsOver() {
        source.token();
        source.refused(granted(7200));
        source.token();
        Token replacement = granted(7200);

        assertThat(source.refused(replacement)).isFalse();
        assertThat(held()).isSameAs(replacement);
        clock.advance(Duration.ofSeconds(1));
        assertThat(source.refused(replacement)).isTrue();
        source.token();
        assertThat(fetches).hasSize(3);
    }

    @Test
    void l3AFetchThatThrowsIsAFailureAndIsMadeAgain() {
        var broken = new FetchedToken(
                "default",
                () -> {
                    throw new IllegalStateException("secret");
                },
                Configurations.platform().token(),
                clock);

        assertThat(broken.token().cause())
                .isInstanceOf(TokenUnavailableException.class)
                .hasMessageNotContaining("secret");
        clock.advance(Duration.ofSeconds(1));
        assertThat(broken.token().isComplete()).isTrue();
    }

    @Test
    void i10ATokenIsNotShown() {
        assertThat(new Token("secret-token")).hasToString("Token[***]");
    }
}

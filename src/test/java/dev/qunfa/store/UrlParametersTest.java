package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UrlParametersTest {
    @Test
    void what_the_client_hears_is_left_to_it() {
        var parameters = new UrlParameters("postgres://h:1/d?sslmode=require&search_path=a&options=-c%20x%3Dy");

        assertThat(parameters.settings()).isEmpty();
        assertThat(parameters.ignored()).isEmpty();
    }

    @Test
    void what_it_does_not_hear_becomes_a_setting_or_is_named() {
        var parameters =
                new UrlParameters("postgres://h/d?currentSchema=a%2Cb&synchronous_commit=off&prepareThreshold=0");

        assertThat(parameters.settings()).isEqualTo(Map.of("search_path", "a,b", "synchronous_commit", "off"));
        assertThat(parameters.ignored()).containsExactly("prepareThreshold");
    }

    @Test
    void a_url_without_parameters_has_none() {
        assertThat(new UrlParameters("postgresql://h/d").settings()).isEmpty();
    }
}

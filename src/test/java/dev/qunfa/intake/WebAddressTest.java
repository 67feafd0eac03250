package dev.qunfa.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a",
                "https://example.com",
                "HtTpS://EXAMPLE.com./",
                "https://example.com:8443/a/b.png?x=1&y=2#z",
                "https://example.com:/",
                "https://example.com?x",
                "https://example.com#x",
                "http://user:pass@example.com/a@b",
                "http://10.0.0.1:80/a",
                "http://[::1]",
                "http://[2001:db8::1]:8080/a",
                "http://my_bucket.oss-cn-hangzhou.example.com/a",
                "https://例子.中国/开团?团=😀",
                "https://example.com/a|b?c={d}^`[e]",
                "https://example.com/100%",
                "https://example.com/a\\b",
                "https://example.com//a//b",
                "https://example.com/?u=http://other/:x"
            })
    void absolute_web_addresses_are_valid(String url) {
        assertThat(WebAddress.isValid(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http",
                "http:",
                "http:/a",
                "http://",
                "https:///a",
                "http://?a",
                "http://#a",
                "http://:80",
                "http://@",
                "http://a@/b",
                "http://.",
                "http://.a",
                "http://a..b",
                "http://a:b",
                "http://a:-1",
                "http://a:65536",
                "http://a:99999999999999999999",
                "http://a b",
                "http://a/b c",
                " http://a",
                "http://a ",
                "http://a\n",
                "http://a/\u00a0",
                "http://a/\u3000",
                "http://a/\u0000",
                "http://a/\u0085",
                "http://a/\"",
                "http://a/<b>",
                "http://a\\b",
                "http://a|b",
                "http://[]",
                "http://[::1",
                "http://[::1]a",
                "http://[::g]",
                "http://[/]",
                "ftp://a",
                "file:///a",
                "data:text/plain,a",
                "javascript:alert(1)",
                "//a",
                "/a",
                "a.b",
                "example.com/a.png",
                "httpss://a",
                "xhttp://a"
            })
    void anything_else_is_not(String url) {
        assertThat(WebAddress.isValid(url)).isFalse();
    }
}

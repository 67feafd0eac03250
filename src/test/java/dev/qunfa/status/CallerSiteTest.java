package dev.qunfa.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerSiteTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, qunfa:8080, false",
                "none, -, qunfa:8080, false",
                "same-origin, http://qunfa:8080, qunfa:8080, false",
                "Same-Origin, -, qunfa:8080, false",
                "cross-site, -, qunfa:8080, true",
                "same-site, -, qunfa:8080, true",
                "same-site, http://qunfa:8080, qunfa:8080, true",
                "anything, -, qunfa:8080, true",
                "-, http://qunfa:8080, qunfa:8080, false",
                "-, http://QUNFA:8080, qunfa:8080, false",
                "-, https://qunfa, qunfa, false",
                "-, https://qunfa, qunfa:443, false",
                "-, https://qunfa:443, qunfa, false",
                "-, http://qunfa, qunfa:8080, true",
                "-, http://qunfa:8081, qunfa:8080, true",
                "-, https://evil.example, qunfa:8080, true",
                "-, https://qunfa.evil.example, qunfa, true",
                "-, http://[::1]:8080, [::1]:8080, false",
                "-, null, qunfa:8080, true",
                "-, '', qunfa:8080, true",
                "-, file://, qunfa:8080, true",
                "-, 'http://a, http://qunfa', qunfa, true",
                "-, http://qunfa, -, true",
            })
    void aPageOfAnotherSiteIsForeign(String fetchSite, String origin, String host, boolean foreign) {
        assertThat(new CallerSite(fetchSite, origin, host).isForeign()).isEqualTo(foreign);
    }
}

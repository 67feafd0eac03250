package dev.qunfa.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalHashTest {

    @Test
    void it_is_the_sha256_of_sorted_json_without_white_space() {
        // printf '{"a":"中","b":[1.0,null],"c":{"d":true,"e":-0}}' | sha256sum
        assertThat(hash("{ \"c\":{\"e\":-0,\"d\":true},\n\"b\":[1.0 , null],\t\"a\":\"\\u4e2d\" }"))
                .isEqualTo("1cec597bdb7ce487ea487d427b783e10d576577c9b58cc8c78b0e3a8ca78a6a4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":2};{\"b\":2,\"a\":1}",
                "{\"x\":{\"a\":1,\"b\":[{\"d\":1,\"c\":2}]}};{\"x\":{\"b\":[{\"c\":2,\"d\":1}],\"a\":1}}",
                "{\"a\":\"/\\u0041\\n\"};{ \"\\u0061\" : \"\\/A\\u000a\" }"
            })
    void key_order_white_space_and_escapes_do_not_matter(String one, String other) {
        assertThat(hash(one)).isEqualTo(hash(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"a\":1};{\"a\":\"1\"}",
                "{\"a\":1};{\"a\":1.0}",
                "{\"a\":1.0};{\"a\":1.00}",
                "{\"a\":0};{\"a\":-0}",
                "{\"a\":100};{\"a\":1e2}",
                "{\"a\":null};{}",
                "{\"a\":null};{\"a\":\"null\"}",
                "{\"a\":false};{\"a\":null}",
                "{\"a\":[]};{\"a\":{}}",
                "{\"a\":[1,2]};{\"a\":[2,1]}",
                "{\"a\":[1,[2]]};{\"a\":[[1],2]}",
                "{\"a\":\"x\"};{\"a\":\"X\"}",
                "{\"a\":\"x\"};{\"a\":\"x \"}",
                "{\"a\":\"é\"};{\"a\":\"e\\u0301\"}",
                "{\"a\":\"b\"};{\"a\":\"b\",\"c\":\"default\"}"
            })
    void everything_else_does(String one, String other) {
        assertThat(hash(one)).isNotEqualTo(hash(other));
    }

    private static String hash(String json) {
        try {
            byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(CanonicalHash.of((Json.Obj) StrictJson.parse(utf8), utf8.length));
        } catch (NotJsonException e) {
            throw new AssertionError("a fixture that is no JSON", e);
        }
    }
}

package dev.qunfa.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.qunfa.SendRequests;
import dev.qunfa.lifecycle.SendRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/** Requests are written down in many ways, changed in one place, or torn to pieces. */
@PropertyDefaults(tries = 300)
class DecodingPropertyTest {

    @Property
    void the_same_content_written_otherwise_has_the_same_hash_and_body_values(
            @ForAll("requests") String json, @ForAll Random random) throws NotJsonException {
        String otherwise = write(parse(json), random);

        assertThat(valid(otherwise).payload().contentHash())
                .isEqualTo(valid(json).payload().contentHash());
        assertThat(hash(valid(otherwise).payload().body()))
                .isEqualTo(hash(valid(json).payload().body()));
    }

    @Property
    void any_change_of_a_value_changes_the_hash(@ForAll("requests") String json, @ForAll Random random)
            throws NotJsonException {
        Json changed = changedSomewhere(parse(json), random);

        assertThat(hash(write(changed, random).getBytes(StandardCharsets.UTF_8)))
                .isNotEqualTo(valid(json).payload().contentHash());
    }

    @Property
    void the_body_says_what_the_request_says(@ForAll("requests") String json) throws NotJsonException {
        Map<String, Json> expected = new LinkedHashMap<>(((Json.Obj) parse(json)).fields());
        expected.remove("metadata");

        assertThat(parse(new String(valid(json).payload().body(), StandardCharsets.UTF_8)))
                .isEqualTo(new Json.Obj(expected));
    }

    @Property
    void garbage_never_throws(@ForAll byte[] garbage) {
        assertThatCode(() -> Decoding.DECODER.decode(garbage)).doesNotThrowAnyException();
    }

    @Property
    void a_request_torn_to_pieces_never_throws(@ForAll("requests") String json, @ForAll Random random) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }

        assertThatCode(() -> Decoding.DECODER.decode(bytes)).doesNotThrowAnyException();
    }

    @Property
    void any_value_in_any_place_never_throws(@ForAll("requests") String json, @ForAll Random random)
            throws NotJsonException {
        byte[] bytes = write(changedSomewhere(changedSomewhere(parse(json), random), random), random)
                .getBytes(StandardCharsets.UTF_8);

        assertThatCode(() -> Decoding.DECODER.decode(bytes)).doesNotThrowAnyException();
        assertThatCode(() -> Decoding.FORWARDING.decode(bytes)).doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<String> requests() {
        Arbitrary<String> text = Arbitraries.strings()
                .ofMaxLength(20)
                .filter(s -> s.chars().noneMatch(c -> Character.isSurrogate((char) c)))
                .map(s -> s + "😀");
        Arbitrary<Map<String, String>> metadata = Arbitraries.maps(text, text).ofMaxSize(4);
        return metadata.flatMap(m -> text.map(t -> SendRequests.ofEveryType("m-1")
                .deadLine(t.length() % 2 == 0 ? (Object) 1767225600 : "1767225600")
                .metadata(m)
                .item(Map.of("msg_type", 1, "msg_content", t, "title", t))
                .toJson()));
    }

    private static SendRequest valid(String json) {
        return Decoding.valid(json);
    }

    private static Json parse(String json) throws NotJsonException {
        return StrictJson.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hash(byte[] json) throws NotJsonException {
        return CanonicalHash.of((Json.Obj) StrictJson.parse(json), json.length);
    }

    /** Keys shuffled, white space anywhere, characters escaped at random. */
    private static String write(Json value, Random random) {
        String gap = " \n\t\r".substring(random.nextInt(5));
        if (value instanceof Json.Obj object) {
            List<String> names = new ArrayList<>(object.fields().keySet());
            Collections.shuffle(names, random);
            List<String> members = names.stream()
                    .map(name -> string(name, random) + gap + ":"
                            + write(object.fields().get(name), random))
                    .toList();
            return gap + "{" + gap + String.join(gap + ",", members) + gap + "}" + gap;
        } else if (value instanceof Json.Arr array) {
            List<String> elements =
                    array.elements().stream().map(e -> write(e, random)).toList();
            return gap + "[" + gap + String.join(",", elements) + "]" + gap;
        } else if (value instanceof Json.Str text) {
            return gap + string(text.value(), random) + gap;
        }
        return gap + JsonText.compact(value, 8) + gap;
    }

    private static String string(String text, Random random) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c < ' ' || c == '"' || c == '\\' || random.nextInt(4) == 0) {
                Character.toString(c).chars().forEach(half -> out.append(String.format("\\u%04x", half)));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }

    private static Json changedSomewhere(Json value, Random random) {
        if (value instanceof Json.Obj object && !object.fields().isEmpty() && random.nextInt(8) != 0) {
            Map<String, Json> fields = new LinkedHashMap<>(object.fields());
            String name = new ArrayList<>(fields.keySet()).get(random.nextInt(fields.size()));
            fields.put(name, changedSomewhere(fields.get(name), random));
            return new Json.Obj(fields);
        } else if (value instanceof Json.Obj object) {
            Map<String, Json> fields = new LinkedHashMap<>(object.fields());
            fields.put("added" + fields.size(), Json.Literal.NULL);
            return new Json.Obj(fields);
        } else if (value instanceof Json.Arr array && !array.elements().isEmpty() && random.nextInt(8) != 0) {
            List<Json> elements = new ArrayList<>(array.elements());
            int index = random.nextInt(elements.size());
            elements.set(index, changedSomewhere(elements.get(index), random));
            return new Json.Arr(elements);
        }
        return changed(value, random);
    }

    private static Json changed(Json value, Random random) {
        List<Json> others = List.of(
                Json.Literal.NULL,
                Json.Literal.TRUE,
                new Json.Str(value instanceof Json.Num number ? number.lexeme() : "other"),
                new Json.Str(value instanceof Json.Str text ? text.value() + " " : ""),
                new Json.Num("-1", true),
                new Json.Num("1e999999999", false),
                new Json.Arr(List.of(value)),
                new Json.Obj(Map.of("x", value)));
        Json other = others.get(random.nextInt(others.size()));
        return other.equals(value) ? new Json.Arr(List.of(other, other)) : other;
    }
}

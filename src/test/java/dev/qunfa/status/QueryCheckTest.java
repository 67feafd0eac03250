package dev.qunfa.status;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryCheckTest {
    @Test
    void aCallKnowsWhatItsMethodDeclares() {
        assertThat(of("declared")).isEqualTo(new QueryCheck(List.of("one", "two"), List.of()));
        assertThat(of("named")).isEqualTo(new QueryCheck(List.of("many", "one"), List.of("many")));
        assertThat(of("none")).isEqualTo(new QueryCheck(List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "named | many,many,one | nothing",
                "named | '' | nothing",
                "named | one,one | one must be given once at most.",
                "named | One | \"One\" is no query parameter of this call; did you mean one? It knows many, one.",
                "named | meny | \"meny\" is no query parameter of this call; did you mean many? It knows many, one.",
                "none | colour | \"colour\" is no query parameter of this call. It has none.",
                "none | a\u2028b<c | \"a?b?c\" is no query parameter of this call. It has none.",
            })
    void whatIsWrongIsTold(String method, String given, String complaint) {
        List<String> names = given.isEmpty() ? List.of() : List.of(given.split(","));

        assertThat(of(method).complaint(names).orElse(null)).isEqualTo(complaint);
    }

    @ParameterizedTest
    @CsvSource({
        "robot, robot_id",
        "robotId, robot_id",
        "robot-id, robot_id",
        "robbot_id, robot_id",
        "from, created_from",
        "statuses, status",
        "cursors, cursor",
    })
    void aNearNameIsFound(String misspelt, String meant) {
        List<String> known = List.of("status", "app", "robot_id", "group_id", "created_from", "limit", "cursor");

        assertThat(NearName.in(known, misspelt)).contains(meant);
    }

    @Test
    void aFarNameIsNot() {
        assertThat(NearName.in(List.of("status", "app"), "colour")).isEmpty();
        assertThat(NearName.in(List.of("status", "app"), "status".repeat(100))).isEmpty();
        assertThat(NearName.shown("x".repeat(100))).hasSize(43);
    }

    private static QueryCheck of(String name) {
        Method method = Arrays.stream(Calls.class.getDeclaredMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return QueryCheck.of(method);
    }

    interface Calls {
        void declared(@QueryParam("one") String one, String body, @QueryParam("two") String two);

        @QueryNames(value = "one", repeatable = "many")
        void named();

        void none();
    }
}

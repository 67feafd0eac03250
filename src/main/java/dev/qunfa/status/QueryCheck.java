package dev.qunfa.status;

import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The query parameters that a call knows. One that is misspelt or given twice is never ignored: what it was to narrow down would
 * be wider than meant. Immutable.
 *
 * @param names all of them, in the order in which they are declared
 * @param repeatable those of them that may be given more than once
 */
record QueryCheck(List<String> names, List<String> repeatable) {

    /** What the method declares, by {@link QueryParam} or by {@link QueryNames}. */
    static QueryCheck of(Method method) {
        List<String> names = new ArrayList<>();
        List<String> repeatable = new ArrayList<>();
        QueryNames declared = method.getAnnotation(QueryNames.class);
        if (declared != null) {
            repeatable.addAll(List.of(declared.repeatable()));
            names.addAll(repeatable);
            names.addAll(List.of(declared.value()));
        }
        Arrays.stream(method.getParameters()).flatMap(QueryCheck::named).forEach(names::add);
        return new QueryCheck(List.copyOf(names), List.copyOf(repeatable));
    }

    private static Stream<String> named(Parameter parameter) {
        return Optional.ofNullable(parameter.getAnnotation(QueryParam.class)).map(QueryParam::value).stream();
    }

    /**
     * @param given the names that came, each as often as it came
     * @return what is wrong with them, for the person who asks; empty if nothing is
     */
    Optional<String> complaint(Collection<String> given) {
        List<String> once = new ArrayList<>();
        for (String name : given) {
            if (!names.contains(name)) {
                return Optional.of(unknown(name));
            }
            if (!repeatable.contains(name) && once.contains(name)) {
                return Optional.of(name + " must be given once at most.");
            }
            once.add(name);
        }
        return Optional.empty();
    }

    private String unknown(String name) {
        String meant = NearName.in(names, name)
                .map(near -> "; did you mean " + near + "?")
                .orElse(".");
        String known = names.isEmpty() ? "It has none." : "It knows " + String.join(", ", names) + ".";
        return NearName.shown(name) + " is no query parameter of this call" + meant + " " + known;
    }
}

package dev.qunfa.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The request as the platform gets it: its own fields only, in the order they came and with values unchanged (strings
 * and numbers keep their kind and lexeme). A field that is null counts as absent and is left out, in the request, in
 * items and in entries of {@code ats}.
 */
final class PlatformBody {
    private static final Set<String> FIELDS = Set.of(
            RequestRules.ROBOT_ID,
            RequestRules.GROUP_ID,
            RequestRules.MSG_ID,
            RequestRules.DEAD_LINE,
            ItemListRules.FIELD);

    private PlatformBody() {}

    /** @param request a valid one */
    static byte[] of(Json.Obj request, int expectedLength) {
        Map<String, Json> fields = new LinkedHashMap<>();
        request.fields().forEach((name, value) -> {
            if (FIELDS.contains(name) && value != Json.Literal.NULL) {
                fields.put(name, value instanceof Json.Arr items ? each(items, PlatformBody::item) : value);
            }
        });
        return JsonText.utf8(JsonText.compact(new Json.Obj(fields), expectedLength));
    }

    private static Json.Obj item(Json.Obj item) {
        Json.Obj given = withoutNulls(item);
        if (!(given.get(ItemField.ATS.json()) instanceof Json.Arr ats)) {
            return given;
        }
        Map<String, Json> fields = new LinkedHashMap<>(given.fields());
        fields.put(ItemField.ATS.json(), each(ats, PlatformBody::withoutNulls));
        return new Json.Obj(fields);
    }

    private static Json.Arr each(Json.Arr objects, UnaryOperator<Json.Obj> change) {
        List<Json> changed = new ArrayList<>(objects.elements().size());
        objects.elements().forEach(object -> changed.add(change.apply((Json.Obj) object)));
        return new Json.Arr(changed);
    }

    private static Json.Obj withoutNulls(Json.Obj object) {
        if (!object.fields().containsValue(Json.Literal.NULL)) {
            return object;
        }
        Map<String, Json> given = new LinkedHashMap<>(object.fields());
        given.values().removeIf(value -> value == Json.Literal.NULL);
        return new Json.Obj(given);
    }
}

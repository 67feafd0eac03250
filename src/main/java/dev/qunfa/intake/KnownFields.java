package dev.qunfa.intake;

import static dev.qunfa.lifecycle.ViolationCode.UNKNOWN_FIELD;

import java.util.List;
import java.util.Set;

/** The names an object may use; any other is reported with what it was probably meant to be. Any thread may call. */
final class KnownFields {
    private final String owner;
    private final Set<String> names;
    private final NearestName nearest;

    /** @param owner whose fields they are, for the sentence: {@code a request} */
    KnownFields(String owner, List<String> names) {
        this.owner = owner;
        this.names = Set.copyOf(names);
        this.nearest = new NearestName(names);
    }

    /** A field that is JSON null counts as absent, whatever its name. */
    void check(CheckedObject object) {
        object.object().fields().forEach((name, value) -> {
            if (!names.contains(name) && value != Json.Literal.NULL) {
                report(object, name);
            }
        });
    }

    private void report(CheckedObject object, String name) {
        if (object.violations().isFull()) {
            return;
        }
        String meant = nearest.to(name);
        object.report(
                name,
                UNKNOWN_FIELD,
                "is not a field of " + owner + (meant == null ? "" : "; did you mean " + meant + "?"));
    }
}

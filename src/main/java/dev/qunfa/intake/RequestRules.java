package dev.qunfa.intake;

import static dev.qunfa.lifecycle.ViolationCode.NOT_ALLOWED;
import static dev.qunfa.lifecycle.ViolationCode.OUT_OF_RANGE;

import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.Target;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The rules for a send request whose {@code msg_id} is usable: first the fields of the request in the order of the
 * contract, then its items. Any thread may call.
 */
final class RequestRules {
    static final String MSG_ID = "msg_id";
    static final String ROBOT_ID = "robot_id";
    static final String GROUP_ID = "group_id";
    static final String DEAD_LINE = "dead_line";

    private static final int MOST_TARGETS = 10_000;
    private static final String APP = "app";
    private static final String NOT_BEFORE = "not_before";
    private static final KnownFields KNOWN = new KnownFields(
            "a request",
            List.of(MSG_ID, ROBOT_ID, GROUP_ID, DEAD_LINE, ItemListRules.FIELD, APP, NOT_BEFORE, Metadata.FIELD));

    private final Set<String> apps;
    private final ItemListRules items;
    private final Targets targets = new Targets(MOST_TARGETS);

    RequestRules(Set<String> apps, UnknownItemFields unknown) {
        this.apps = Set.copyOf(apps);
        this.items = new ItemListRules(unknown);
    }

    /** What could be read; what is unusable in itself is null. */
    record Readable(Target target, Schedule schedule, String metadata) {}

    /** Reports every violation to {@code request}. */
    Readable check(CheckedObject request) {
        String robotId = Identifier.checked(request, ROBOT_ID);
        String groupId = Identifier.checked(request, GROUP_ID);
        Instant deadline = UnixSeconds.checked(request, DEAD_LINE);
        items.checkList(request);
        String app = checkedApp(request);
        Schedule schedule = checkedSchedule(request, deadline);
        String metadata = Metadata.checked(request);
        KNOWN.check(request);
        items.checkItems(request);
        return new Readable(targets.shared(new Target(app, robotId, groupId)), schedule, metadata);
    }

    private String checkedApp(CheckedObject request) {
        String app = request.get(APP) == null ? Target.DEFAULT_APP : Identifier.checked(request, APP);
        if (app != null && !apps.contains(app)) {
            request.report(APP, NOT_ALLOWED, notConfigured(request));
        }
        return app;
    }

    private static String notConfigured(CheckedObject request) {
        return request.get(APP) == null
                ? "must be given: no app named " + Target.DEFAULT_APP + " is configured"
                : "must be the name of a configured app";
    }

    private static Schedule checkedSchedule(CheckedObject request, Instant deadline) {
        Instant notBefore = UnixSeconds.checked(request, NOT_BEFORE);
        Schedule schedule = new Schedule(notBefore, deadline);
        if (notBefore != null && schedule.tooLateAt(notBefore)) {
            request.report(NOT_BEFORE, OUT_OF_RANGE, "must be earlier than dead_line");
        }
        return schedule;
    }
}

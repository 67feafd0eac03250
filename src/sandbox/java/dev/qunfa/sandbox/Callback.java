package dev.qunfa.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** The result of one item, event 40001, on its way to the service. */
record Callback(PlatformApp app, Target target, int msgNum, boolean sendRes, String errMsg, Style style) {

    private static final int RESULT_EVENT = 40001;

    /** Whose result it is. */
    record Target(String msgId, String robotId, String groupId) {}

    /** How the envelope looks. */
    record Style(Padding padding, boolean numbers, Untidiness untidy) {}

    Callback contradicted(String otherErrMsg) {
        return new Callback(app, target, msgNum, !sendRes, sendRes ? otherErrMsg : "", style);
    }

    String content() {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("event_type", RESULT_EVENT);
        event.put("robot_id", target.robotId());
        event.put("group_id", target.groupId());
        event.put("msg_id", target.msgId());
        event.put("send_res", sendRes);
        event.put("err_msg", errMsg);
        event.put("msg_num", msgNum);
        if (style.untidy() == Untidiness.OTHER_TYPES) {
            event.put("event_type", Integer.toString(RESULT_EVENT));
            event.put("send_res", sendRes ? 1 : 0);
            event.put("msg_num", Integer.toString(msgNum));
        }
        return style.untidy() == Untidiness.CONTROL_CHARACTERS
                ? new String(
                        style.untidy()
                                .bytes(event.put("note", style.untidy().text()).toString()),
                        StandardCharsets.UTF_8)
                : event.toString();
    }
}

package dev.qunfa.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The result of one item, event 40001, on its way to the service. */
record Callback(PlatformApp app, Target target, int msgNum, boolean sendRes, String errMsg, Style style) {

    private static final int RESULT_EVENT = 40001;

    /** Whose result it is. */
    record Target(String msgId, String robotId, String groupId) {}

    /** How the envelope looks. */
    record Style(Padding padding, boolean numbers) {}

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
        return event.toString();
    }
}

package dev.qunfa.lifecycle;

/**
 * Who sends to whom.
 *
 * @param app the configured platform app that sends, e.g. {@code default}
 * @param robotId the platform's {@code robot_id}; null only where an invalid request had no usable one
 * @param groupId the platform's {@code group_id}; null only where an invalid request had no usable one
 */
public record Target(String app, String robotId, String groupId) {
    /** The app of a request that names none. */
    public static final String DEFAULT_APP = "default";
}

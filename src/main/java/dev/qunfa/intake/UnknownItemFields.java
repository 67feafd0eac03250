package dev.qunfa.intake;

/** What becomes of a field of an item that the platform's page does not know. */
public enum UnknownItemFields {
    /** It is a violation: a misspelt field must not send something else than was meant. */
    REJECT,
    /** It goes to the platform as it is, so that a field the platform adds can be used before Qunfa knows it. */
    FORWARD
}

package dev.qunfa.intake;

import dev.qunfa.lifecycle.SendRequest;
import dev.qunfa.lifecycle.SendRequest.Payload;
import java.util.Set;

/**
 * Decodes the value of a record of the requests topic and checks every rule (contract, 2.1, 2.2 and 2.4; the platform's
 * page for {@code SendMsgToGroup}). Never throws, whatever the bytes, and says nothing of a request's content.
 * Any thread may call.
 */
public final class RequestDecoder {
    /** A longer value is unreadable. */
    public static final int MAX_BYTES = 1_048_576;

    private final RequestRules rules;

    /**
     * @param apps the names of the configured apps
     * @param unknownItemFields what becomes of fields of items (and of entries of {@code ats}) that nobody knows
     */
    public RequestDecoder(Set<String> apps, UnknownItemFields unknownItemFields) {
        this.rules = new RequestRules(apps, unknownItemFields);
    }

    /** @param value the record's value as received, null included; it is not kept */
    public Decoded decode(byte[] value) {
        if (value == null) {
            return new Decoded.Unreadable("the record has no value", null);
        }
        if (value.length > MAX_BYTES) {
            return new Decoded.Unreadable("the value is longer than " + MAX_BYTES + " bytes", null);
        }
        try {
            return decode(StrictJson.parse(value), value.length);
        } catch (NotJsonException e) {
            return new Decoded.Unreadable(e.getMessage(), null);
        }
    }

    private Decoded decode(Json json, int length) {
        if (!(json instanceof Json.Obj request)) {
            return new Decoded.Unreadable("the value is JSON, but " + json.kind() + " where an object is meant", null);
        }
        Identifier.Flaw flaw = Identifier.flaw(request.get(RequestRules.MSG_ID));
        return flaw == null
                ? check(request, length)
                : new Decoded.Unreadable(
                        RequestRules.MSG_ID + " " + flaw.complaint(),
                        Identifier.usable(request.get(RequestRules.ROBOT_ID)));
    }

    private Decoded check(Json.Obj request, int length) {
        Violations violations = new Violations();
        RequestRules.Readable readable = rules.check(new CheckedObject(request, "", violations));
        byte[] hash = CanonicalHash.of(request, length);
        return violations.isEmpty()
                ? new Decoded.Valid(sendRequest(request, readable, new Payload(PlatformBody.of(request, length), hash)))
                : new Decoded.Invalid(sendRequest(request, readable, new Payload(null, hash)), violations.found());
    }

    private static SendRequest sendRequest(Json.Obj request, RequestRules.Readable readable, Payload payload) {
        return new SendRequest(
                Identifier.usable(request.get(RequestRules.MSG_ID)),
                readable.target(),
                readable.schedule(),
                ItemListRules.heads(request),
                readable.metadata(),
                payload);
    }
}

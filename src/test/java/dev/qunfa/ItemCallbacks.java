package dev.qunfa;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Signed and encrypted callbacks for tests, made from the platform's description alone. */
public final class ItemCallbacks {
    private ItemCallbacks() {}

    public static String itemResult(String msgId, int msgNum, boolean sent) {
        return "{\"event_type\":40001,\"robot_id\":\"r-1\",\"group_id\":\"g-1\",\"msg_id\":\"" + msgId
                + "\",\"send_res\":" + sent + ",\"err_msg\":" + (sent ? "\"\"" : "\"敏感词\"") + ",\"msg_num\":" + msgNum
                + "}";
    }

    /** The result of item 1, ready to be posted. */
    public static String sealed(String msgId, boolean sent) {
        return sealed(itemResult(msgId, 1, sent));
    }

    public static String sealed(String event) {
        return envelope(encrypt(event), "42");
    }

    public static String envelope(String content, String nonce) {
        return "{\"app_key\":\"" + Backend.APP.appKey() + "\",\"nonce\":\"" + nonce
                + "\",\"timestamp\":\"1700000000\",\"signature\":\"" + signature(content, nonce)
                + "\",\"encoding_content\":\"" + content + "\"}";
    }

    public static String encrypt(String event) {
        byte[] key = Backend.APP.encodingAesKey().getBytes(StandardCharsets.UTF_8);
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(Arrays.copyOf(key, 16)));
            return Base64.getEncoder().encodeToString(cipher.doFinal(event.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String signature(String content, String nonce) {
        String[] values = {Backend.APP.appKey(), Backend.APP.callbackToken(), nonce, "1700000000", content};
        Arrays.sort(values);
        try {
            byte[] digest = MessageDigest.getInstance("MD5")
                    .digest(String.join("", values).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}

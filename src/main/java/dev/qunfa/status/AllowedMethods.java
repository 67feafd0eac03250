package dev.qunfa.status;

/** What a 405 must tell (RFC 9110, 15.5.6): the methods that a path does take. */
final class AllowedMethods {
    private static final String READ = "GET, HEAD, OPTIONS";

    private AllowedMethods() {}

    static String of(String path) {
        if (path.endsWith("/cancel") || path.endsWith("/resolve")) {
            return "POST, OPTIONS";
        }
        if (path.endsWith("/pauses")) {
            return READ + ", POST, DELETE";
        }
        if (path.contains("/pauses/")) {
            return "DELETE, OPTIONS";
        }
        return path.endsWith("/messages/lookup") ? READ + ", POST" : READ;
    }
}

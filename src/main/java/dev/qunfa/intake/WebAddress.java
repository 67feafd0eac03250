package dev.qunfa.intake;

/**
 * The rule for URLs: absolute {@code http} or {@code https} with a host. Laxer than {@code java.net.URI}, which refuses
 * what browsers and the platform take (non-ASCII letters, {@code |} or {@code {}} in a query), but without white space,
 * control characters, quotes or angle brackets anywhere.
 */
final class WebAddress {
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";
    private static final int MAX_PORT = 65_535;

    private WebAddress() {}

    static boolean isValid(String url) {
        int start = schemeLength(url);
        if (start == 0 || !isPlain(url, start)) {
            return false;
        }
        int end = authorityEnd(url, start);
        int host = url.lastIndexOf('@', end - 1) + 1;
        return isHostAndPort(url, Math.max(host, start), end);
    }

    private static int schemeLength(String url) {
        if (url.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
            return HTTP.length();
        }
        return url.regionMatches(true, 0, HTTPS, 0, HTTPS.length()) ? HTTPS.length() : 0;
    }

    private static boolean isPlain(String url, int start) {
        for (int i = start; i < url.length(); i++) {
            char c = url.charAt(i);
            boolean blank =
                    c <= ' ' || Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c);
            if (blank || c == '"' || c == '<' || c == '>') {
                return false;
            }
        }
        return true;
    }

    private static int authorityEnd(String url, int start) {
        for (int i = start; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == '/' || c == '?' || c == '#') {
                return i;
            }
        }
        return url.length();
    }

    private static boolean isHostAndPort(String url, int start, int end) {
        if (start < end && url.charAt(start) == '[') {
            int close = url.indexOf(']', start);
            return close > 0 && close < end && isIpv6(url, start + 1, close) && isPort(url, close + 1, end);
        }
        int colon = url.indexOf(':', start);
        int hostEnd = colon < 0 || colon > end ? end : colon;
        return isName(url, start, hostEnd) && isPort(url, hostEnd, end);
    }

    private static boolean isIpv6(String url, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = url.charAt(i);
            if (c != ':' && c != '.' && Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return end - start >= 2;
    }

    /** Labels between dots, none of them empty; a dot may end the name. */
    private static boolean isName(String url, int start, int end) {
        char previous = '.';
        for (int i = start; i < end; i++) {
            char c = url.charAt(i);
            boolean letter = c >= 0x80 || Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '%';
            if (!letter && (c != '.' || previous == '.')) {
                return false;
            }
            previous = c;
        }
        return start < end;
    }

    /** Nothing, or a colon and at most five digits; a colon alone is legal (RFC 3986, section 3.2.3). */
    private static boolean isPort(String url, int start, int end) {
        if (start == end) {
            return true;
        }
        int port = 0;
        for (int i = start + 1; i < end; i++) {
            char c = url.charAt(i);
            if (c < '0' || c > '9' || port > MAX_PORT) {
                return false;
            }
            port = port * 10 + (c - '0');
        }
        return url.charAt(start) == ':' && port <= MAX_PORT;
    }
}

package dev.qunfa.status;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a call comes from, as browsers tell it (Fetch standard: {@code Origin}; Fetch Metadata: {@code Sec-Fetch-Site}). No page of
 * another site may change anything through the browser of somebody who can reach the API. Callers that are no browsers send neither.
 *
 * @param fetchSite null if there is no such header
 * @param origin null if there is no such header
 * @param host whom the call is for, {@code host} or {@code host:port}; null if it does not say
 */
record CallerSite(String fetchSite, String origin, String host) {
    private static final Set<String> OWN = Set.of("same-origin", "none");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Whether a page of another site makes this call, or of one that cannot be told. */
    boolean isForeign() {
        return fetchSite != null && !OWN.contains(fetchSite.strip().toLowerCase(Locale.ROOT))
                || origin != null && !isOwnOrigin();
    }

    /** The scheme does not count: TLS may end before this service. */
    private boolean isOwnOrigin() {
        Optional<URI> from = uri(origin.strip());
        if (from.isEmpty() || host == null) {
            return false;
        }
        int port = "https".equalsIgnoreCase(from.get().getScheme()) ? HTTPS : HTTP;
        return uri("//" + host.strip())
                .filter(to -> to.getHost().equalsIgnoreCase(from.get().getHost()))
                .filter(to -> port(to, port) == port(from.get(), port))
                .isPresent();
    }

    private static int port(URI uri, int byDefault) {
        return uri.getPort() < 0 ? byDefault : uri.getPort();
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(URI.create(text)).filter(uri -> uri.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

package dev.binrun.page;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Admits requests of the page itself, and rejects those of other web pages.
 *
 * <p>A web page of another origin can send requests to 127.0.0.1 too. A name that resolves to 127.0.0.1 makes them
 * requests to its own origin, but cannot change their {@code Host}. A change also needs the token, which only a reader
 * of the page has.
 */
final class Gate {
    /** The header with the token. */
    static final String TOKEN = "X-Binrun-Token";

    private static final int TOKEN_BYTES = 32;

    private final Set<String> hosts;
    private final boolean readOnly;
    private final String token = newToken();

    Gate(int port, boolean readOnly) {
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
        this.readOnly = readOnly;
    }

    /** Returns the token of this start. */
    String token() {
        return token;
    }

    /**
     * Admits a request of any kind.
     *
     * @throws PageRefusalException if another web page may have sent it
     */
    void admit(Headers headers) {
        String host = only(headers, "Host");
        if (!hosts.contains(host)) {
            throw new PageRefusalException(403, "the Host of this request is not this page's address");
        }
        List<String> origins = headers.getOrDefault("Origin", List.of());
        if (!origins.isEmpty() && !origins.equals(List.of("http://" + host))) {
            throw new PageRefusalException(403, "the Origin of this request is another web page");
        }
        boolean foreign = only(headers, "Sec-Fetch-Site").equals("cross-site")
                || only(headers, "Sec-Fetch-Site").equals("same-site");
        if (foreign && !only(headers, "Sec-Fetch-Mode").equals("navigate")) {
            throw new PageRefusalException(403, "another web page sent this request");
        }
    }

    /**
     * Admits a change.
     *
     * @throws PageRefusalException if the page is read-only, or the request lacks the token or is not JSON
     */
    void admitChange(Headers headers) {
        if (readOnly) {
            throw new PageRefusalException(
                    403, "the page is read-only; start binrun without --read-only to change anything");
        }
        if (!MessageDigest.isEqual(bytes(token), bytes(only(headers, TOKEN)))) {
            throw new PageRefusalException(
                    403, "the token of this request is missing or of an earlier start; reload the page");
        }
        if (!only(headers, "Content-Type").matches("(?i)application/json\\s*(;.*)?")) {
            throw new PageRefusalException(415, "the Content-Type of a change must be application/json");
        }
    }

    /** Returns the value of a header; empty text if it is absent or occurs several times. */
    private static String only(Headers headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : "";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

package dev.binrun.history;

import java.util.Optional;

/**
 * A stream that copies the messages of another stream, its origin.
 *
 * @param mirror true for a mirror, whose messages have the origin's sequences; false for a stream that has the origin
 *     as a source
 * @param consumer the consumer of the origin that delivers the messages; empty if the server creates an internal one
 */
public record StreamCopy(String stream, boolean mirror, Optional<String> consumer) {}

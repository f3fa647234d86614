package dev.binrun.history;

import java.util.Optional;

/**
 * A stream that takes its messages from another one.
 *
 * @param mirror whether it is a mirror, and its messages have the origin's sequences; else it has the other as a source
 * @param consumer of the origin, through which it takes them; empty if the server makes one of its own
 */
public record StreamCopy(String stream, boolean mirror, Optional<String> consumer) {}

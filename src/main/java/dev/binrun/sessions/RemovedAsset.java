package dev.binrun.sessions;

import java.util.Optional;

/**
 * A stream or consumer that was removed.
 *
 * @param stream the stream, or the stream of the consumer
 * @param consumer the consumer; empty if the stream was removed
 */
record RemovedAsset(String stream, Optional<String> consumer) {}

package dev.binrun.sessions;

import java.util.Optional;

/**
 * Something that is not there any more.
 *
 * @param consumer empty if the stream itself was removed
 */
record RemovedAsset(String stream, Optional<String> consumer) {}

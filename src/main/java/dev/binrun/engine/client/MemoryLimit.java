package dev.binrun.engine.client;

import dev.binrun.server.host.ResourceLimit;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Explains an error that is caused by a lack of memory or by a limit of the operating system, which its stack trace
 * does not show.
 */
public final class MemoryLimit {
    private MemoryLimit() {}

    /** Returns one sentence if a failure is caused by a lack of memory, files, processes or threads; else empty. */
    public static Optional<String> reached(Throwable failure) {
        return ResourceLimit.of(failure)
                .map(limit -> limit.sentence() + ": " + failure.getMessage())
                .or(() -> memory(failure));
    }

    private static Optional<String> memory(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(OutOfMemoryError.class::isInstance)
                .reduce((wrapper, cause) -> cause) // on another thread it is wrapped, without its message
                .map(error -> String.valueOf(error.getMessage()))
                .map(reason -> "this JVM ran out of memory (" + reason + "): it may use "
                        + Runtime.getRuntime().maxMemory() / (1024 * 1024) + " MB, which -Xmx raises");
    }
}

package dev.binrun.server.host;

import java.util.Optional;
import java.util.stream.Stream;

/** Explains an error that memory or a limit of the operating system caused: its stack trace would show a victim, not the cause. */
public final class MemoryLimit {
    private MemoryLimit() {}

    /** Returns one sentence if the cause of a failure is that memory ran out, or that files, processes or threads did. */
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

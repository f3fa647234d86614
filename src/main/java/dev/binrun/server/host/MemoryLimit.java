package dev.binrun.server.host;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Explains errors that memory or a limit of the operating system caused: their stack traces show a victim, not the
 * cause.
 */
public final class MemoryLimit {
    private static final int MOST_CAUSES = 20;

    private MemoryLimit() {}

    /** Returns one sentence if memory, open files, processes or threads ran out; empty for any other failure. */
    public static Optional<String> reached(Throwable failure) {
        return ResourceLimit.of(failure)
                .map(limit -> limit.sentence() + ": " + failure.getMessage())
                .or(() -> outOfMemory(failure));
    }

    /**
     * Returns one sentence if an {@link OutOfMemoryError} is among the causes of a failure. The JVM also throws this
     * error if it can start no thread; the sentence then names the limit of the operating system.
     */
    public static Optional<String> outOfMemory(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(MOST_CAUSES)
                .filter(OutOfMemoryError.class::isInstance)
                .reduce((wrapper, cause) -> cause) // on another thread it is wrapped, without its message
                .map(error -> ResourceLimit.of(error)
                        .map(limit -> limit.sentence() + ": " + error.getMessage())
                        .orElseGet(() -> "this JVM ran out of memory (" + error.getMessage() + "): it may use "
                                + Runtime.getRuntime().maxMemory() / (1024 * 1024) + " MB, which -Xmx raises"));
    }
}

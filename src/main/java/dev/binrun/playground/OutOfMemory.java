package dev.binrun.playground;

import dev.binrun.server.host.ResourceLimit;
import java.util.Optional;
import java.util.stream.Stream;

/** Recognizes that the memory of this JVM, or a limit of the operating system, ended a thread. */
final class OutOfMemory {
    private static final int MOST_CAUSES = 20;

    private OutOfMemory() {}

    /** Returns one sentence if memory, threads or files ran out. */
    static Optional<String> reason(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(MOST_CAUSES)
                .filter(OutOfMemoryError.class::isInstance)
                .reduce((wrapper, cause) -> cause)
                .map(error -> ResourceLimit.of(error)
                        .map(limit -> limit.sentence() + ": " + error.getMessage())
                        .orElseGet(() -> "this JVM ran out of memory (" + error.getMessage() + "): it may use "
                                + Runtime.getRuntime().maxMemory() / (1024 * 1024) + " MB, which -Xmx raises"));
    }
}

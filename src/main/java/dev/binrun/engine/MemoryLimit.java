package dev.binrun.engine;

import dev.binrun.server.ResourceLimit;
import java.util.Optional;
import java.util.stream.Stream;

/** Explains an error that memory caused: its stack trace would show a victim, not the cause. */
public final class MemoryLimit {
    private MemoryLimit() {}

    /** Returns one sentence if the cause of a failure is that memory ran out; a thread is a matter of {@code ResourceLimit}. */
    public static Optional<String> reached(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(OutOfMemoryError.class::isInstance)
                .reduce((wrapper, cause) -> cause) // on another thread it is wrapped, without its message
                .map(error -> String.valueOf(error.getMessage()))
                .map(reason -> ResourceLimit.in(reason)
                        .map(ResourceLimit::sentence)
                        .orElse("this JVM ran out of memory (" + reason + "): it may use "
                                + Runtime.getRuntime().maxMemory() / (1024 * 1024)
                                + " MB, which -Xmx raises"));
    }
}

package dev.binrun.playground;

import dev.binrun.server.host.MemoryLimit;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.ShutdownHook;
import dev.binrun.sessions.TerminalText;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** The stop of the live system by a signal, and its exit code: 3 if the stop was not clean. */
final class Shutdown implements AutoCloseable {
    private static final int NOT_CLEAN = 3;

    private final Consumer<String> lines;
    private final IntSupplier cleanCode;
    private final ShutdownHook hook;
    private volatile BooleanSupplier closing = () -> true;

    private Shutdown(Consumer<String> lines, IntSupplier cleanCode) {
        this.lines = lines;
        this.cleanCode = cleanCode;
        hook = ShutdownHook.choosingExitCode("live-system-stop", this::stop);
    }

    /**
     * Registers a stop that has nothing to close yet.
     *
     * @param lines gets a warning if closing fails
     * @param cleanCode returns the exit code after a clean stop
     */
    static Shutdown register(Consumer<String> lines, IntSupplier cleanCode) {
        return new Shutdown(lines, cleanCode);
    }

    /** Sets the action that closes everything, and returns whether the stop was clean. */
    void closes(BooleanSupplier action) {
        closing = action;
    }

    /** Waits shortly for a signal, which the server may have received first, and never returns if there is one. */
    void awaitIfBegun() throws InterruptedException {
        hook.awaitIfBegun();
    }

    /** Removes the hook; if a signal was faster, waits until the process ends. */
    @Override
    public void close() {
        hook.close();
    }

    private int stop() {
        try {
            return closing.getAsBoolean() ? cleanCode.getAsInt() : NOT_CLEAN;
        } catch (RuntimeException | Error e) {
            lines.accept(sentence(e));
            return NOT_CLEAN;
        }
    }

    /** Returns the warning about a failure that makes a stop unclean. */
    static String sentence(Throwable failure) {
        return "warning: the stop was not clean, so finished commands may be worked again after the next start: "
                + MemoryLimit.outOfMemory(failure).orElseGet(() -> firstLine(failure));
    }

    private static String firstLine(Throwable failure) {
        String text = failure instanceof ServerException ? failure.getMessage() : failure.toString();
        return TerminalText.text(text.lines().findFirst().orElse(""), 4096);
    }
}

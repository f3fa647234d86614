package dev.binrun.playground;

import dev.binrun.server.host.MemoryLimit;
import dev.binrun.server.host.ServerException;
import dev.binrun.sessions.TerminalText;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Closes the live system when the process is told to stop, and chooses the exit code: 3 if that was not clean. */
final class Shutdown {
    private static final int NOT_CLEAN = 3;
    private static final Duration SIGNAL_ARRIVES = Duration.ofMillis(500);

    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "playground-ending");
    private final Consumer<String> lines;
    private final IntSupplier cleanCode;
    private volatile BooleanSupplier closing = () -> true;

    private Shutdown(Consumer<String> lines, IntSupplier cleanCode) {
        this.lines = lines;
        this.cleanCode = cleanCode;
    }

    /** @param cleanCode returns the exit code after a clean end */
    static Shutdown register(Consumer<String> lines, IntSupplier cleanCode) {
        Shutdown ending = new Shutdown(lines, cleanCode);
        Runtime.getRuntime().addShutdownHook(ending.hook);
        return ending;
    }

    /** @param value closes what runs, and returns whether that was clean */
    void closes(BooleanSupplier value) {
        closing = value;
    }

    /** Never returns if the process was told to stop, which the server may have heard before this process. */
    void awaitIfTold() throws InterruptedException {
        if (told.await(SIGNAL_ARRIVES.toMillis(), TimeUnit.MILLISECONDS)) {
            hook.join();
        }
    }

    /** Takes the hook back, so that the process ends with the exit code that it chooses; too late, the hook ends it. */
    void close() throws InterruptedException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            hook.join();
        }
    }

    /** Halts, because a JVM that a signal ends has an exit code of its own. */
    private void end() {
        told.countDown();
        int code = NOT_CLEAN;
        try {
            code = closing.getAsBoolean() ? cleanCode.getAsInt() : NOT_CLEAN;
        } catch (RuntimeException | Error e) {
            lines.accept(sentence(e));
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }

    /** The sentence about a failure that ends a stop before its time. */
    static String sentence(Throwable failure) {
        return "warning: this was no clean stop, commands that were worked may be worked again after the next start: "
                + MemoryLimit.outOfMemory(failure).orElseGet(() -> firstLine(failure));
    }

    private static String firstLine(Throwable failure) {
        String text = failure instanceof ServerException ? failure.getMessage() : failure.toString();
        return TerminalText.text(text.lines().findFirst().orElse(""), 4096);
    }
}

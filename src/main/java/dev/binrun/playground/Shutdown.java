package dev.binrun.playground;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What happens when the process is told to stop: what runs is closed, and the exit code is 0 if that was clean. */
final class Shutdown {
    private static final int NOT_CLEAN = 3;
    private static final Duration SIGNAL_ARRIVES = Duration.ofMillis(500);

    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "playground-ending");
    private final Consumer<String> lines;
    private volatile BooleanSupplier closing = () -> true;

    private Shutdown(Consumer<String> lines) {
        this.lines = lines;
    }

    static Shutdown register(Consumer<String> lines) {
        Shutdown ending = new Shutdown(lines);
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

    /** Halts, for a JVM that ends by a signal would not end with exit code 0. */
    private void end() {
        told.countDown();
        boolean clean = false;
        try {
            clean = closing.getAsBoolean();
        } catch (RuntimeException e) {
            lines.accept("warning: not all was closed cleanly: " + e.getMessage());
        }
        Runtime.getRuntime().halt(clean ? 0 : NOT_CLEAN);
    }
}

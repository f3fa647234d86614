package dev.binrun.playground;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Warns when the server stops replying, for example because a signal stopped it, and prints a line when it replies
 * again.
 */
final class AnswerWatch implements AutoCloseable {
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** One probe fails if this JVM itself was stopped for a while. */
    private static final int MISSES = 2;

    private final Supplier<LiveServer> current;
    private final Consumer<String> lines;
    private final Thread thread = new Thread(this::run, "answer-watch");
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param current returns the server, which may be another one after a restart */
    AnswerWatch(Supplier<LiveServer> current, Consumer<String> lines) {
        this.current = current;
        this.lines = lines;
    }

    /** Starts to probe the server every second. */
    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        int misses = 0;
        try {
            while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LiveServer server = current.get();
                if (!server.isServing()) {
                    continue;
                }
                boolean replies = server.replies(PROBE);
                if (!server.isServing()) {
                    continue;
                }
                if (replies && misses >= MISSES) {
                    lines.accept("the server answers again");
                }
                misses = replies ? 0 : misses + 1;
                if (misses == MISSES) {
                    silent(server.nats().pid());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void silent(long pid) {
        lines.accept("warning: the server (process " + pid + ") does not answer. Until it does, no event or command is"
                + " stored, delivered or worked, and changes of the buckets wait. If a signal stopped it, kill -CONT "
                + pid + " continues it");
    }
}

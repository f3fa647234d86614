package dev.binrun.playground;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Notices when the server stops answering, for example because a signal stopped it, and when it answers again. */
final class AnswerWatch implements AutoCloseable {
    /** The time that one probe waits. */
    static final Duration PROBE = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** One probe fails if this JVM itself was stopped for a while. */
    private static final int MISSES = 2;

    private final Server server;
    private final Thread thread = new Thread(this::run, "answer-watch");
    private final CountDownLatch closed = new CountDownLatch(1);

    AnswerWatch(Server server) {
        this.server = server;
    }

    /** A server, and the reactions to its silence; all on the thread of the watch. */
    interface Server {
        /** Returns whether an answer is expected: not while the server starts or ends. */
        boolean isServing();

        /** Returns whether the server answers within {@link #PROBE}. */
        boolean answers();

        /** The server does not answer. */
        void silent();

        /** The server answers again. */
        void answersAgain();
    }

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
                boolean answers = server.answers();
                if (!server.isServing()) {
                    continue;
                }
                if (answers && misses >= MISSES) {
                    server.answersAgain();
                }
                misses = answers ? 0 : misses + 1;
                if (misses == MISSES) {
                    server.silent();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

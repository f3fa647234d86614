package dev.binrun.playground;

import dev.binrun.server.host.FileOwnership;
import dev.binrun.sessions.TerminalText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Watches whether the store of a live system exists, and whether the server can write to it. */
final class StoreWatch implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int ROOM = 4 * 1024 * 1024;

    /** After one of these errors the server serves JetStream, or the stream, only when it is started again. */
    private static final Pattern TROUBLE = Pattern.compile(
            "\\[\\d+] \\S+ \\S+ \\[(?:WRN|ERR|FTL)]\\s*(.*(?:no space left on device|out of .*(?:space|resources)"
                    + "|will be DISABLED|disabling JetStream|read-only file system|input/output error).*)",
            Pattern.CASE_INSENSITIVE);

    /** The server may use 75 % of the space that was free when it started (diskAvailable in disk_avail.go). */
    private static final Pattern LIMIT =
            Pattern.compile("\\[\\d+] \\S+ \\S+ \\[ERR]\\s*(JetStream .*resource limits exceeded for server.*)");

    private final Path storeDir;
    private final Events events;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "store-watch");
    private volatile String trouble = "";
    private boolean limited;
    private Object folder = "";

    /** Creates a watch that is not started. */
    StoreWatch(Path storeDir, Events events) {
        this.storeDir = storeDir;
        this.events = events;
    }

    /** Reactions to events of the store, on the thread of the watch. */
    interface Events {
        /** The store was removed or unmounted, and the watch ends. */
        void gone();

        /** The server cannot write to the store; its log has the reason. */
        void unwritable(String reason);

        /** The server rejects messages because it uses all the space that it may use, for a reason from its log. */
        void limited(String reason);

        /** The store has room again. */
        void writable();
    }

    /** Starts to watch the current folder of the store. */
    void start() {
        folder = identity();
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads a line of the server's log. */
    synchronized void add(String line) {
        Matcher limit = LIMIT.matcher(line);
        if (limit.matches() && !limited) {
            limited = true;
            events.limited(TerminalText.text(limit.group(1).strip(), 500));
        }
        reason(line).ifPresent(reason -> {
            if (trouble.isEmpty()) {
                trouble = reason;
            }
        });
    }

    /** Returns the server's reason, if a line of its log reports that it cannot write. */
    static Optional<String> reason(String line) {
        Matcher matcher = TROUBLE.matcher(line);
        return matcher.matches()
                ? Optional.of(TerminalText.text(matcher.group(1).strip(), 500))
                : Optional.empty();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        boolean reported = false;
        try {
            while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!identity().equals(folder)) {
                    events.gone();
                    return;
                }
                if (trouble.isEmpty()) {
                    continue;
                }
                if (!reported) {
                    reported = true;
                    events.unwritable(trouble);
                }
                if (hasRoom()) {
                    events.writable();
                    trouble = ""; // the server that logged it has ended
                    reported = false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A new folder with the same name is not the store of the server. */
    private Object identity() {
        try {
            Path streams = storeDir.resolve("jetstream");
            Object key =
                    Files.readAttributes(streams, BasicFileAttributes.class).fileKey();
            return key == null ? streams : key; // Windows has no file keys
        } catch (IOException e) {
            return "";
        }
    }

    /** Writes a file, because the free space ignores quotas and file systems that are read only. */
    private boolean hasRoom() {
        Path probe = storeDir.resolve("room.tmp");
        try {
            Files.deleteIfExists(probe); // removes a link, and not its target
            try (OutputStream out = FileOwnership.createResult(probe)) {
                out.write(new byte[ROOM]);
            }
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            try {
                Files.deleteIfExists(probe);
            } catch (IOException e) {
                trouble = trouble.isEmpty() ? e.toString() : trouble;
            }
        }
    }
}

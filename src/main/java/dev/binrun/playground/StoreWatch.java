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

/** Watches the store of a live system: whether it is there, and whether the server can write to it. */
final class StoreWatch implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int ROOM = 4 * 1024 * 1024;

    /** A server that met one of these serves JetStream no more, or not this stream, until it is started again. */
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

    StoreWatch(Path storeDir, Events events) {
        this.storeDir = storeDir;
        this.events = events;
    }

    /** What happens to a store; all on the thread of the watch. */
    interface Events {
        /** The store was removed or unmounted; nothing more is watched. */
        void gone();

        /** The server cannot write to the store; the reason is in its own words. */
        void unwritable(String reason);

        /** The server refuses messages because it uses all the space that it may; the reason is in its own words. */
        void limited(String reason);

        /** There is room again. */
        void writable();
    }

    void start() {
        folder = identity();
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes a line of the server's log. */
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

    /** The server's reason, if the line tells that it cannot write. */
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
        boolean told = false;
        try {
            while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!identity().equals(folder)) {
                    events.gone();
                    return;
                }
                if (trouble.isEmpty()) {
                    continue;
                }
                if (!told) {
                    told = true;
                    events.unwritable(trouble);
                }
                if (hasRoom()) {
                    events.writable();
                    trouble = ""; // also what the server wrote that has ended
                    told = false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Identifies the folder of the streams; another folder of the same name is not the store that the server uses. */
    private Object identity() {
        try {
            Path streams = storeDir.resolve("jetstream");
            Object key =
                    Files.readAttributes(streams, BasicFileAttributes.class).fileKey();
            return key == null ? streams : key; // Windows has no keys
        } catch (IOException e) {
            return "";
        }
    }

    /** Writes some, because no number tells of quotas and of file systems that are read only. */
    private boolean hasRoom() {
        Path probe = storeDir.resolve("room.tmp");
        try {
            Files.deleteIfExists(probe); // a link, and no file behind it
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

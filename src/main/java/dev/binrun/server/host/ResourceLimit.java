package dev.binrun.server.host;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Limits of the operating system that many concurrent scenarios can reach. A failure that they cause states nothing
 * about the system under test.
 */
public enum ResourceLimit {
    /** The number of files and sockets that a process may open. */
    OPEN_FILES("open files", "ulimit -n", "Max open files", List.of("too many open files", "error=24,")),
    /** The number of processes and threads that a user may have. */
    PROCESSES(
            "processes and threads",
            "ulimit -u",
            "Max processes",
            List.of(
                    "unable to create native thread", // the JVM
                    "error=11,", // a process of the JVM
                    "resource temporarily unavailable",
                    "failed to create new os thread")); // nats-server

    /** Read when the class loads, because no file can be opened once the limit is reached. */
    private static final String VALUES = values(Path.of("/proc/self/limits"));

    private static final Path NOTHING = Path.of("/dev/null");

    private static volatile ResourceLimit lastReached;

    private final String subject;
    private final String command;
    private final String row;
    private final List<String> signs;

    ResourceLimit(String subject, String command, String row, List<String> signs) {
        this.subject = subject;
        this.command = command;
        this.row = row;
        this.signs = signs;
    }

    /** Loads the classes that this enum needs when no more files can be opened. */
    public static void prepare() {
        of(new NoClassDefFoundError("none")).ifPresent(ResourceLimit::sentence);
    }

    /**
     * Returns the limit that caused an exception; empty if no limit did. A class that could not be loaded at the limit
     * stays unusable after files are available again, so a {@link NoClassDefFoundError} also counts later.
     */
    public static Optional<ResourceLimit> of(Throwable thrown) {
        Optional<ResourceLimit> found = Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .flatMap(cause -> in(String.valueOf(cause.getMessage())).stream())
                .findFirst();
        return found.isEmpty() && thrown instanceof NoClassDefFoundError missing ? ofMissing(missing) : found;
    }

    private static Optional<ResourceLimit> ofMissing(NoClassDefFoundError missing) {
        Optional<ResourceLimit> now = reached();
        if (now.isPresent()) {
            lastReached = now.get();
            return now;
        }
        if (!canLoadNow(missing)) {
            return Optional.empty();
        }
        if (lastReached == null && usesHalfOfItsFiles()) {
            lastReached = OPEN_FILES;
        }
        return Optional.ofNullable(lastReached);
    }

    /**
     * JDK 17 sometimes closes a file of another thread when a process cannot be started because no file descriptor is
     * left. If that file is the pipe from a server, the server ends with SIGPIPE.
     */
    private boolean closedOtherFile(String message) {
        return this == OPEN_FILES
                && lastReached == OPEN_FILES
                && (message.contains("bad file descriptor") || message.contains("(signal 13)"));
    }

    /** The JDK's helper that starts processes cannot load its libraries if it inherits too many open files. */
    private boolean stoppedSpawnHelper(String message) {
        return this == OPEN_FILES
                && message.contains("failed to exec spawn helper")
                && (lastReached == OPEN_FILES || usesHalfOfItsFiles());
    }

    private static boolean canLoadNow(NoClassDefFoundError missing) {
        try {
            Class.forName(String.valueOf(missing.getMessage()).replace('/', '.'), false, loader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static boolean usesHalfOfItsFiles() {
        String[] open = new File("/proc/self/fd").list();
        return open != null
                && OPEN_FILES
                        .value()
                        .filter(most -> open.length * 2L >= Long.parseLong(most))
                        .isPresent();
    }

    private static ClassLoader loader() {
        return ResourceLimit.class.getClassLoader();
    }

    /**
     * Returns the limit that a message of the JVM, the operating system or nats-server reports; empty if it reports
     * none.
     */
    public static Optional<ResourceLimit> in(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        Optional<ResourceLimit> found = Stream.of(values())
                .filter(limit -> limit.signs.stream().anyMatch(lower::contains)
                        || limit.closedOtherFile(lower)
                        || limit.stoppedSpawnHelper(lower))
                .findFirst();
        found.ifPresent(limit -> lastReached = limit);
        return found;
    }

    /** Returns the limit that is reached now, if this JVM can start no thread or open no file. */
    public static Optional<ResourceLimit> reached() {
        try {
            Thread probe = new Thread(() -> {}, "binrun-limit");
            probe.setDaemon(true);
            probe.start();
        } catch (OutOfMemoryError e) {
            return Optional.of(PROCESSES);
        }
        try {
            new FileInputStream(NOTHING.toFile()).close();
            return Optional.empty();
        } catch (IOException e) {
            return Files.exists(NOTHING) ? of(e) : Optional.empty();
        }
    }

    /**
     * Returns the message, preceded by the limit that caused the failure if one did.
     *
     * @param message may be null
     * @param cause may be null
     */
    static String named(String message, Throwable cause) {
        return message == null || message.contains(" is reached (ulimit -")
                ? message
                : of(cause)
                        .or(() -> in(message))
                        .map(limit -> limit.sentence() + ": " + message)
                        .orElse(message);
    }

    /** Returns the name and the value of the limit and the fix. */
    public String sentence() {
        return "the limit of " + subject + " is reached (" + command
                + value().map(value -> ": " + value).orElse("")
                + "); raise it, or run fewer scenarios at once (--jobs)";
    }

    /** Returns the value; empty if it is unlimited, and on systems other than Linux. */
    public Optional<String> value() {
        Matcher found = Pattern.compile(row + "\\s+(\\d+)").matcher(VALUES);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static String values(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // not Linux
        }
    }
}

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

/** A limit of the operating system that many scenarios at once can reach: what fails then says nothing about the system under test. */
public enum ResourceLimit {
    OPEN_FILES("open files", "ulimit -n", "Max open files", List.of("too many open files", "error=24,")),
    PROCESSES(
            "processes and threads",
            "ulimit -u",
            "Max processes",
            List.of(
                    "unable to create native thread", // the JVM
                    "error=11,", // a process of the JVM
                    "resource temporarily unavailable",
                    "failed to create new os thread")); // nats-server

    /** Read at once: when the limit is reached, no file can be opened. */
    private static final String VALUES = values(Path.of("/proc/self/limits"));

    private static final Path NOTHING = Path.of("/dev/null");

    private static volatile ResourceLimit met;

    private final String what;
    private final String command;
    private final String row;
    private final List<String> signs;

    ResourceLimit(String what, String command, String row, List<String> signs) {
        this.what = what;
        this.command = command;
        this.row = row;
        this.signs = signs;
    }

    /** Loads the classes that are needed when no file can be opened any more. */
    public static void prepare() {
        of(new NoClassDefFoundError("none")).ifPresent(ResourceLimit::sentence);
    }

    /**
     * The limit by which something was thrown. A class that could not be loaded when the limit was reached cannot be used any more, also
     * when there are files again.
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
            met = now.get();
            return now;
        }
        if (!isThere(missing)) {
            return Optional.empty();
        }
        if (met == null && isNear()) {
            met = OPEN_FILES;
        }
        return Optional.ofNullable(met);
    }

    /**
     * Seen in JDK 17: where a process cannot be started for want of files, the file of another thread is sometimes closed, such as the
     * pipe from a server, which then dies of SIGPIPE.
     */
    private boolean closedAnother(String message) {
        return this == OPEN_FILES
                && met == OPEN_FILES
                && (message.contains("bad file descriptor") || message.contains("(signal 13)"));
    }

    /** Whether a class that was not found can be found by now. */
    private static boolean isThere(NoClassDefFoundError missing) {
        try {
            Class.forName(String.valueOf(missing.getMessage()).replace('/', '.'), false, loader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** Whether this process has at least half as many open files as it may have. */
    private static boolean isNear() {
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

    /** The limit that a message of the JVM, the operating system or a server is about. */
    public static Optional<ResourceLimit> in(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        Optional<ResourceLimit> found = Stream.of(values())
                .filter(limit -> limit.signs.stream().anyMatch(lower::contains) || limit.closedAnother(lower))
                .findFirst();
        found.ifPresent(limit -> met = limit);
        return found;
    }

    /** The limit that is reached now: no thread can be started, or no file be opened. */
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

    /** A message that begins with the limit by which something failed, if one was reached. */
    static String named(String message, Throwable cause) {
        return message == null || message.contains(" is reached (ulimit -")
                ? message
                : of(cause)
                        .or(() -> in(message))
                        .map(limit -> limit.sentence() + ": " + message)
                        .orElse(message);
    }

    /** The name and the value of the limit, and the way out. */
    public String sentence() {
        return "the limit of " + what + " is reached (" + command
                + value().map(value -> ": " + value).orElse("")
                + "); raise it, or run fewer scenarios at once (--jobs)";
    }

    /** The value for this process; known on Linux. */
    private Optional<String> value() {
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

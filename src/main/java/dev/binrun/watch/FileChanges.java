package dev.binrun.watch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The saves of files, each reported once, when it is complete.
 *
 * <p>The files are compared by content with the state that was reported last. Events of the file system only end the
 * wait for the next comparison, so a lost event delays a save and does not lose it. Without events, as on network
 * drives, the comparisons alone find all saves.
 */
public final class FileChanges implements AutoCloseable {
    private static final Pauses USUAL =
            new Pauses(Duration.ofMillis(25), Duration.ofMillis(150), Duration.ofSeconds(1));

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);

    /** A comparison takes at most a part of the time: one in twenty. */
    private static final int PAUSE_PER_LOOK = 20;

    private final Collection<Path> roots;
    private final Optional<WatchService> events;
    private final Pauses pauses;
    private final Set<Path> registered = new HashSet<>();
    private Interest interest;
    private Map<Path, FileStamp> reported;
    private Map<Path, FileStamp> seen = Map.of();
    private Duration pause = SHORTEST_PAUSE;

    /**
     * The times after which a save counts as complete.
     *
     * @param quiet without a change; editors save in several steps that follow each other within some milliseconds
     * @param unfinished without a change of a file that looks half-written
     * @param longest for a file that is written without a pause
     */
    record Pauses(Duration quiet, Duration unfinished, Duration longest) {}

    /** The files that matter. */
    public interface Interest {
        /** Returns folders outside of the roots that have such files; their own folders do not count. */
        Collection<Path> folders();

        /** Returns whether a change of this file is reported. */
        boolean isRelevant(Path file);

        /** Returns whether a file looks as if it is being written. */
        boolean isUnfinished(Path file);
    }

    /**
     * Notes the present state of the files.
     *
     * @param roots absolute paths of files, and of folders with all folders in them; they need not exist
     */
    public FileChanges(Collection<Path> roots, Interest interest) {
        this(roots, interest, USUAL);
    }

    FileChanges(Collection<Path> roots, Interest interest, Pauses pauses) {
        this.pauses = pauses;
        this.roots = List.copyOf(roots);
        this.interest = interest;
        this.events = events();
        this.reported = look();
    }

    /** Changes the files that matter. Files that did not matter before have their present state. */
    public void follow(Interest next) {
        Interest before = interest;
        interest = next;
        Map<Path, FileStamp> state = new HashMap<>(reported);
        look().forEach((file, stamp) -> {
            if (!before.isRelevant(file)) {
                state.put(file, stamp);
            }
        });
        state.keySet().removeIf(file -> !next.isRelevant(file));
        reported = state;
    }

    /** Waits for a save, and returns the files that were changed, created or deleted since the last call. */
    public Set<Path> await() throws InterruptedException {
        while (true) {
            Set<Path> changed = difference();
            if (!changed.isEmpty()) {
                changed = complete(changed);
                reported = seen;
                if (!changed.isEmpty()) {
                    return changed;
                }
            }
            pause(pause);
        }
    }

    /** Waits until the files have not changed for a while. */
    private Set<Path> complete(Set<Path> begun) throws InterruptedException {
        Set<Path> changed = begun;
        long start = System.nanoTime();
        long last = start;
        while (true) {
            boolean isUnfinished =
                    changed.stream().anyMatch(file -> !seen.containsKey(file) || interest.isUnfinished(file));
            Duration quiet = isUnfinished ? pauses.unfinished() : pauses.quiet();
            long left =
                    Math.min(last + quiet.toNanos(), start + pauses.longest().toNanos()) - System.nanoTime();
            if (left <= 0) {
                return changed;
            }
            pause(Duration.ofNanos(Math.min(left, pauses.quiet().toNanos())));
            Map<Path, FileStamp> before = seen;
            changed = difference();
            if (!isSame(before, seen)) {
                last = System.nanoTime();
            }
        }
    }

    private Set<Path> difference() {
        look();
        Set<Path> changed = new TreeSet<>();
        seen.forEach((file, stamp) -> {
            FileStamp before = reported.get(file);
            if (before == null || !before.hasContentOf(stamp)) {
                changed.add(file);
            }
        });
        reported.keySet().stream().filter(file -> !seen.containsKey(file)).forEach(changed::add);
        return changed;
    }

    private static boolean isSame(Map<Path, FileStamp> one, Map<Path, FileStamp> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream().allMatch(entry -> entry.getValue().hasContentOf(other.get(entry.getKey())));
    }

    private Map<Path, FileStamp> look() {
        long start = System.nanoTime();
        Map<Path, FileStamp> now = new HashMap<>();
        for (Path root : roots) {
            if (Files.isDirectory(root)) {
                walk(root, Integer.MAX_VALUE, now);
            } else {
                Optional.ofNullable(root.getParent()).ifPresent(this::register);
                add(root, now);
            }
        }
        interest.folders().forEach(folder -> walk(folder, 1, now));
        seen = now;
        Duration took = Duration.ofNanos(System.nanoTime() - start).multipliedBy(PAUSE_PER_LOOK);
        pause = took.compareTo(SHORTEST_PAUSE) > 0 ? took : SHORTEST_PAUSE;
        return now;
    }

    /** A folder or file that is removed or cannot be read meanwhile has no files. */
    private void walk(Path folder, int depth, Map<Path, FileStamp> found) {
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                    register(visited);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    add(file, attributes, found);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new AssertionError(e); // the visitor throws none
        }
    }

    private void add(Path file, Map<Path, FileStamp> found) {
        try {
            add(file, Files.readAttributes(file, BasicFileAttributes.class), found);
        } catch (IOException e) {
            found.remove(file); // it does not exist
        }
    }

    private void add(Path file, BasicFileAttributes attributes, Map<Path, FileStamp> found) {
        if (attributes.isRegularFile() && interest.isRelevant(file)) {
            FileStamp before = seen.get(file);
            found.put(file, FileStamp.of(file, attributes, before));
        }
    }

    /** Without events of a folder, for example because of a limit of the system, the next comparison finds a save. */
    private void register(Path folder) {
        if (events.isPresent() && registered.add(folder)) {
            try {
                folder.register(
                        events.get(),
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_DELETE,
                        StandardWatchEventKinds.ENTRY_MODIFY);
            } catch (IOException e) {
                registered.remove(folder);
            }
        }
    }

    private void pause(Duration longest) throws InterruptedException {
        if (events.isEmpty()) {
            TimeUnit.NANOSECONDS.sleep(longest.toNanos());
            return;
        }
        WatchKey key = events.get().poll(longest.toNanos(), TimeUnit.NANOSECONDS);
        while (key != null) {
            key.pollEvents();
            if (!key.reset()) {
                registered.remove((Path) key.watchable()); // removed; a folder of this name may be created later
            }
            key = events.get().poll();
        }
    }

    private static Optional<WatchService> events() {
        try {
            return Optional.of(FileSystems.getDefault().newWatchService());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty(); // a limit of the system
        }
    }

    @Override
    public void close() throws IOException {
        if (events.isPresent()) {
            events.get().close();
        }
    }
}

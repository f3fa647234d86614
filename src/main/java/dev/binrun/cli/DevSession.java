package dev.binrun.cli;

import dev.binrun.form.Count;
import dev.binrun.reload.ChildProgram;
import dev.binrun.reload.Rebuild;
import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.Reaper;
import dev.binrun.server.host.ServerException;
import dev.binrun.watch.FileChanges;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A live system in a JVM of its own, which is replaced when its sources, its script or its configuration change. If
 * they have errors, it stays.
 */
final class DevSession implements FileChanges.Interest {
    /** More errors than these are mostly consequences of them. */
    private static final int MOST_ERRORS = 20;

    private final DevFiles files;
    private final Supplier<Optional<String>> configProblem;
    private final PrintStream out;
    private final BlockingQueue<DevEvent> events = new LinkedBlockingQueue<>();
    private volatile Rebuild rebuild;
    private ChildProgram.ChildForm form;
    private ChildProgram child;
    private boolean scriptChanged;
    private boolean restarted;
    private boolean stopped;

    /**
     * The files that matter.
     *
     * @param sources the folder of the default package
     * @param script the script, if there is one
     * @param build builds the script; empty if JBang did not start this JVM
     * @param config the configuration; empty if there is none
     */
    record DevFiles(Path sources, Optional<Path> script, Optional<ScriptBuild> build, Optional<Path> config) {}

    /** Files that were changed, or the exit code of a live system that ended by itself. */
    private record DevEvent(Set<Path> changed, ChildProgram ended, int exitCode) {}

    /**
     * Creates a session that is not started.
     *
     * @param configProblem returns the problem of the configuration, if there is one
     */
    DevSession(
            DevFiles files,
            Rebuild rebuild,
            ChildProgram.ChildForm form,
            Supplier<Optional<String>> configProblem,
            PrintStream out) {
        this.files = files;
        this.rebuild = rebuild;
        this.form = form;
        this.configProblem = configProblem;
        this.out = out;
    }

    /** Runs the live system until a signal, and returns its exit code. */
    int run() throws InterruptedException {
        List<Path> roots = Stream.of(Stream.of(files.sources()), files.script().stream(), files.config().stream())
                .flatMap(paths -> paths)
                .toList();
        FileChanges changes = new FileChanges(roots, this);
        Thread watcher = new Thread(() -> watch(changes), "binrun-dev-files");
        watcher.setDaemon(true);
        watcher.start();
        try {
            begin(launch());
        } catch (IOException e) {
            throw new ServerException("no JVM can be started: " + e.getMessage(), e);
        }
        Set<Path> stale = stale();
        if (!stale.isEmpty()) {
            events.add(new DevEvent(stale, null, 0));
        }
        while (true) {
            DevEvent event = events.take();
            if (event.ended() == null) {
                changed(event.changed());
            } else if (isEndOfCurrent(event)) {
                if (!restarted) {
                    return event.exitCode();
                }
                out.println("dev: the live system ended with exit code " + event.exitCode()
                        + "; it starts again after the next save");
            }
        }
    }

    /** Stops the live system, removes its new classes, and returns its exit code. No other starts. */
    synchronized int stop() {
        stopped = true;
        try {
            int exitCode = child == null ? 0 : child.stop();
            rebuild.close();
            return exitCode;
        } catch (IOException e) {
            return 0; // the reaper removes the classes
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void watch(FileChanges changes) {
        try {
            while (true) {
                events.add(new DevEvent(changes.await(), null, 0));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<Path> stale() {
        try {
            return rebuild.stale();
        } catch (IOException e) {
            out.println("dev: " + IoReason.withPath(e));
            return Set.of();
        }
    }

    private void changed(Set<Path> first) throws InterruptedException {
        Set<Path> all = new TreeSet<>(first);
        events.removeIf(event -> {
            all.addAll(event.changed());
            return event.ended() == null;
        });
        Set<Path> sources = all.stream().filter(rebuild::isUsed).collect(Collectors.toCollection(TreeSet::new));
        boolean config = files.config().filter(all::contains).isPresent();
        scriptChanged |= files.script().filter(all::contains).isPresent();
        if (scriptChanged && files.build().isEmpty()) {
            out.println("dev: " + files.script().orElseThrow().getFileName()
                    + " changed; only JBang uses it, so start dev with ./jbang");
            scriptChanged = false;
            if (sources.isEmpty() && !config) {
                return;
            }
        }
        boolean built = scriptChanged ? buildScript() : sources.isEmpty() || compile(sources);
        if (built && isConfigRight()) {
            restart();
        }
    }

    private boolean compile(Set<Path> sources) {
        long start = System.nanoTime();
        try {
            Rebuild.Built built = rebuild.build(sources);
            if (built.errors().isEmpty()) {
                out.println("dev: " + names(sources) + " changed, " + Count.of(built.compiled(), "file")
                        + " compiled in " + seconds(start));
                return true;
            }
            built.errors().stream().limit(MOST_ERRORS).forEach(out::println);
            out.println("dev: " + Count.of(built.errors().size(), "error") + "; the live system stays as it is");
        } catch (IOException e) {
            out.println(
                    "dev: the classes cannot be written: " + IoReason.withPath(e) + "; the live system stays as it is");
        }
        return false;
    }

    private boolean buildScript() throws InterruptedException {
        out.println("dev: " + files.script().orElseThrow().getFileName() + " changed; JBang builds it");
        try {
            ScriptBuild.ScriptProgram program = files.build().orElseThrow().build();
            Rebuild before = rebuild;
            rebuild = Rebuild.of(files.sources(), program.classPath(), program.own(), folder());
            before.close();
            form = form.withOptions(program.options());
            scriptChanged = false;
            return true;
        } catch (ServerException | IOException | Rebuild.NoCompilerException e) {
            out.println("dev: " + e.getMessage() + "; the live system stays as it is");
            return false;
        }
    }

    private boolean isConfigRight() {
        Optional<String> problem = configProblem.get();
        problem.ifPresent(sentence -> out.println(sentence + "\ndev: the live system stays as it is"));
        return problem.isEmpty();
    }

    /** The JVM of the next live system starts while this one stops. */
    private void restart() throws InterruptedException {
        ChildProgram next;
        try {
            next = launch();
        } catch (IOException e) {
            out.println("dev: no JVM can be started: " + e.getMessage() + "; the live system stays as it is");
            return;
        }
        current().stop();
        restarted = true;
        begin(next);
    }

    private ChildProgram launch() throws IOException {
        ChildProgram started = ChildProgram.start(form, rebuild.classPath());
        started.onEnd(code -> events.add(new DevEvent(Set.of(), started, code)));
        return started;
    }

    private synchronized void begin(ChildProgram next) {
        if (!stopped) {
            child = next;
            next.begin();
        }
    }

    /** The end of a live system that was stopped for the next one, or by a signal, was expected. */
    private synchronized boolean isEndOfCurrent(DevEvent event) {
        return !stopped && event.ended() == child;
    }

    private synchronized ChildProgram current() {
        return child;
    }

    /** Returns a new folder for classes, which is removed when this JVM ends. */
    static Path folder() throws IOException {
        return Reaper.ofThisJvm().createFolder("dev-");
    }

    private static String names(Set<Path> changed) {
        return changed.stream()
                        .map(file -> file.getFileName().toString())
                        .limit(3)
                        .collect(Collectors.joining(", "))
                + (changed.size() > 3 ? " and " + (changed.size() - 3) + " more" : "");
    }

    private static String seconds(long start) {
        return String.format(Locale.ROOT, "%.2f s", (System.nanoTime() - start) / 1e9);
    }

    @Override
    public Collection<Path> folders() {
        return List.of();
    }

    @Override
    public boolean isRelevant(Path file) {
        return files.script().filter(file::equals).isPresent()
                || files.config().filter(file::equals).isPresent()
                || rebuild.isUsed(file);
    }

    @Override
    public boolean isUnfinished(Path file) {
        try {
            return Files.size(file) == 0;
        } catch (IOException e) {
            return true;
        }
    }
}

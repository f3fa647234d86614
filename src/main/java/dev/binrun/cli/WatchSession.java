package dev.binrun.cli;

import dev.binrun.report.StatusLine;
import dev.binrun.watch.FileChanges;
import dev.binrun.watch.Keyboard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Runs scenarios when files are saved or keys are pressed, until the key q. Only that key interrupts a run. */
final class WatchSession {
    private static final String KEYS = "a=all f=failed t=last o=report q=quit";

    /** A title with more names would hide the results. */
    private static final int NAMED = 3;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final CommandEnvironment environment;
    private final WatchedRuns runs;
    private final StatusLine screen;
    private final Optional<Keyboard> keyboard;
    private final Predicate<Path> desktop;
    private final FileChanges changes;
    private final BlockingQueue<WatchRequest> requests = new LinkedBlockingQueue<>();
    private volatile WatchedScenarios scenarios;
    private Set<Path> last = Set.of();
    private boolean toldHow;

    private enum Kind {
        SAVED,
        ALL,
        FAILED,
        LAST,
        QUIT
    }

    /** A wish for a run, with the files that were saved. */
    private record WatchRequest(Kind kind, Set<Path> saved) {
        WatchRequest(Kind kind) {
            this(kind, Set.of());
        }
    }

    /**
     * Notes the present state of the files.
     *
     * @param keyboard the keys; empty if the standard input is not a terminal
     * @param desktop opens a file, and returns whether there is a desktop
     */
    WatchSession(
            CommandEnvironment environment,
            WatchedRuns runs,
            List<Path> paths,
            StatusLine screen,
            Optional<Keyboard> keyboard,
            Predicate<Path> desktop) {
        this.environment = environment;
        this.runs = runs;
        this.screen = screen;
        this.keyboard = keyboard;
        this.desktop = desktop;
        this.scenarios = WatchedScenarios.in(paths);
        this.changes = new FileChanges(scenarios.roots(), scenarios);
    }

    /** Runs all scenarios, and then those that are asked for, until the key q. */
    int run() {
        start("binrun-watch-files", this::watchFiles);
        keyboard.ifPresent(keys -> start("binrun-watch-keys", () -> readKeys(keys)));
        requests.add(new WatchRequest(Kind.ALL));
        try {
            while (perform(next())) {
                tellHow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stop();
        }
        return 0;
    }

    /** Stops the scenarios that run, and sets the terminal back. */
    void stop() {
        keyboard.ifPresent(Keyboard::close);
        runs.stop();
        screen.end();
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void watchFiles() {
        try {
            while (true) {
                Set<Path> changed = changes.await();
                follow(changed);
                requests.add(new WatchRequest(Kind.SAVED, changed));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Set<Path> changed) {
        try {
            scenarios = scenarios.after(changed);
            changes.follow(scenarios);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            new CommandFailures(environment.err()).explain(e); // the run shows the same problem
        }
    }

    private void readKeys(Keyboard keys) {
        try {
            for (int key = keys.read(); ; key = keys.read()) {
                switch (key) {
                    case 'a' -> requests.add(new WatchRequest(Kind.ALL));
                    case 'f' -> requests.add(new WatchRequest(Kind.FAILED));
                    case 't', Keyboard.ENTER -> requests.add(new WatchRequest(Kind.LAST));
                    case 'o' -> openReport();
                    case 'q', Keyboard.END -> {
                        requests.add(new WatchRequest(Kind.QUIT));
                        runs.stop();
                        return;
                    }
                    default -> {} // no key of this command
                }
            }
        } catch (IOException e) {
            screen.print("keys cannot be read: " + e.getMessage() + "; saves are still watched\n");
        }
    }

    private void openReport() {
        Optional<Path> report = runs.report().filter(Files::exists);
        if (report.isEmpty()) {
            screen.print("there is no report yet\n");
        } else {
            screen.print(
                    "report: " + report.get() + (desktop.test(report.get()) ? "" : " (open it in a browser)") + "\n");
        }
        if (requests.isEmpty() && toldHow) {
            tellHow();
        }
    }

    /** Returns the next wish. Wishes that one run fulfils together become one. */
    private WatchRequest next() throws InterruptedException {
        List<WatchRequest> all = new ArrayList<>(List.of(requests.take()));
        requests.drainTo(all);
        Set<Path> saved = all.stream()
                .flatMap(request -> request.saved().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Kind> kinds = all.stream().map(WatchRequest::kind).collect(Collectors.toSet());
        if (kinds.contains(Kind.QUIT)) {
            return new WatchRequest(Kind.QUIT);
        }
        if (kinds.contains(Kind.ALL)) {
            return new WatchRequest(Kind.ALL, saved);
        }
        if (!saved.isEmpty()) {
            all.stream().filter(request -> request.kind() != Kind.SAVED).forEach(requests::add);
            return new WatchRequest(Kind.SAVED, saved);
        }
        return all.get(0);
    }

    private boolean perform(WatchRequest request) {
        WatchedScenarios now = scenarios;
        if (!request.saved().isEmpty()) {
            last = request.saved();
        }
        try {
            switch (request.kind()) {
                case ALL -> all(now);
                case SAVED -> saved(now);
                case FAILED -> {
                    title("failed");
                    runs.runFailed();
                }
                case LAST -> {
                    if (last.isEmpty()) {
                        all(now);
                    } else {
                        title("again: " + names(last));
                        runs.run(now.affectedBy(last), last);
                    }
                }
                case QUIT -> {
                    return false;
                }
            }
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            new CommandFailures(environment.err()).explain(e);
        }
        return true;
    }

    private void all(WatchedScenarios now) {
        title("all");
        runs.run(now.all(), last);
    }

    private void saved(WatchedScenarios now) {
        Set<Path> removed =
                last.stream().filter(file -> !Files.exists(file)).collect(Collectors.toCollection(TreeSet::new));
        Set<Path> changed = new TreeSet<>(last);
        changed.removeAll(removed);
        title((changed.isEmpty() ? "" : "changed: " + names(changed))
                + (changed.isEmpty() || removed.isEmpty() ? "" : "; ")
                + (removed.isEmpty() ? "" : "removed: " + names(removed)));
        runs.keepOnly(now.all());
        List<Path> affected = now.affectedBy(last);
        if (!affected.isEmpty()) {
            runs.run(affected, last);
        }
    }

    private void title(String text) {
        screen.print("\n" + LocalTime.now().format(TIME) + " " + text + "\n");
    }

    private static String names(Collection<Path> files) {
        Path here = Path.of("").toAbsolutePath();
        return files.stream()
                        .limit(NAMED)
                        .map(file ->
                                file.startsWith(here) ? here.relativize(file).toString() : file.toString())
                        .collect(Collectors.joining(", "))
                + (files.size() > NAMED ? " and " + (files.size() - NAMED) + " more" : "");
    }

    private void tellHow() {
        String keys = keyboard.map(open -> KEYS + (open.needsEnter() ? ", each with Enter" : ""))
                .orElse("Ctrl-C ends");
        if (environment.isLive()) {
            screen.show(keys);
        } else if (!toldHow) {
            screen.print("waiting for a save; " + keys + "\n");
        }
        toldHow = true;
    }
}

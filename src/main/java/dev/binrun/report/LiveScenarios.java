package dev.binrun.report;

import dev.binrun.form.Count;
import dev.binrun.server.host.TerminalSize;
import dev.binrun.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The live lines of a run on a terminal: one for each running scenario with its time, and one for the whole run. The
 * scenarios that have run longest come first.
 */
final class LiveScenarios {
    private static final long REDRAW_MS = 200;
    private static final long MEASURE_MS = 2_000;

    private final StatusLine screen;
    private final LongSupplier nanos;
    private final Supplier<TerminalSize> terminal;
    private final Map<String, LiveScenario> running = new LinkedHashMap<>();
    private ScheduledExecutorService clock;
    private String title = "";
    private long start;
    private int total;
    private int ended;
    private int failed;

    private record LiveScenario(long start, String progress) {}

    /** Creates the lines; nothing is shown before {@link #begin}. */
    LiveScenarios(StatusLine screen) {
        this(screen, System::nanoTime, TerminalSize::current);
    }

    LiveScenarios(StatusLine screen, LongSupplier nanos, Supplier<TerminalSize> terminal) {
        this.screen = screen;
        this.nanos = nanos;
        this.terminal = terminal;
    }

    /**
     * Begins a run, or the next round.
     *
     * @param name the beginning of the line for the whole run
     * @param scenarios the number of scenarios that will run
     */
    synchronized void begin(String name, int scenarios) {
        title = name;
        total = scenarios;
        ended = 0;
        failed = 0;
        running.clear();
        if (screen.isShown() && clock == null) {
            start = nanos.getAsLong();
            startClock();
        }
    }

    private void startClock() {
        ScheduledExecutorService created = Executors.newSingleThreadScheduledExecutor(LiveScenarios::thread);
        try {
            created.scheduleWithFixedDelay(() -> screen.fit(terminal.get()), 0, MEASURE_MS, TimeUnit.MILLISECONDS);
            created.scheduleWithFixedDelay(this::draw, REDRAW_MS, REDRAW_MS, TimeUnit.MILLISECONDS);
            clock = created;
        } catch (OutOfMemoryError noThread) {
            created.shutdownNow(); // the run goes on without live lines
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "binrun-live-lines");
        thread.setDaemon(true);
        return thread;
    }

    /** Adds the line of a scenario. */
    synchronized void started(String scenario) {
        running.put(scenario, new LiveScenario(nanos.getAsLong(), ""));
    }

    /** Replaces the text after the name of a scenario. */
    synchronized void progress(String scenario, String status) {
        running.computeIfPresent(scenario, (name, live) -> new LiveScenario(live.start(), ": " + status));
    }

    /** Removes the line of a scenario, and counts its verdict. */
    synchronized void ended(Verdict verdict) {
        running.remove(verdict.name());
        ended++;
        failed += verdict.outcome().exitCode() > 0 ? 1 : 0;
    }

    /** Shows the current lines. */
    synchronized void draw() {
        if (clock != null) {
            screen.show(lines(screen.rows()));
        }
    }

    /** Removes all lines, and shows none until the next run begins. */
    synchronized void close() {
        if (clock != null) {
            clock.shutdownNow();
            clock = null;
        }
        screen.clear();
    }

    private List<String> lines(int rows) {
        int visible = Math.min(running.size(), rows - 1);
        return Stream.concat(
                        running.entrySet().stream().limit(visible).map(this::line),
                        Stream.of(wholeRun(running.size() - visible)))
                .toList();
    }

    private String line(Map.Entry<String, LiveScenario> scenario) {
        LiveScenario live = scenario.getValue();
        return String.format(Locale.ROOT, "running %7.1f s  ", seconds(live.start()))
                + scenario.getKey()
                + live.progress();
    }

    private String wholeRun(int hidden) {
        return Stream.of(
                        title + ended + " of " + Count.of(total, "scenario"),
                        failed == 0 ? "" : failed + " failed",
                        hidden == 0 ? "" : hidden + " more running",
                        Math.round(seconds(start)) + " s")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private double seconds(long since) {
        return (nanos.getAsLong() - since) / 1e9;
    }
}

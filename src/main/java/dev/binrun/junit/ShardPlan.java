package dev.binrun.junit;

import dev.binrun.form.Count;
import dev.binrun.history.Digest;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The division of a suite into shards of about the same duration. The longest scenarios are placed first, each in the
 * shard that has the least so far. The plan depends only on the names and durations of the scenarios, so each machine
 * makes the same one.
 */
public final class ShardPlan {
    private static final int LENGTH_OF_ID = 8;

    private final Shard shard;
    private final List<Part> running;
    private final List<Part> leftOut;
    private final String basis;

    private ShardPlan(Shard shard, List<Part> running, List<Part> leftOut, String basis) {
        this.shard = shard;
        this.running = running;
        this.leftOut = leftOut;
        this.basis = basis;
    }

    /** The scenarios that were placed in one shard. */
    private static final class Part {
        private final TreeSet<String> names = new TreeSet<>();
        private long millis;

        void place(String name, long time) {
            names.add(name);
            millis += time;
        }

        int size() {
            return names.size();
        }

        long millis() {
            return millis;
        }
    }

    /**
     * Returns the plan of a shard; empty if the user names none.
     *
     * @param shard the text of the setting {@code shard}
     * @param timings the path in the setting {@code timings}
     * @throws IllegalArgumentException if a setting is wrong; the message begins with its name, and has the fix
     */
    public static Optional<ShardPlan> of(
            Optional<String> shard, Optional<String> timings, List<ScenarioFile> files, Selection selection) {
        if (shard.isEmpty() && timings.isPresent()) {
            throw new IllegalArgumentException("timings: only a shard uses earlier times; name a shard too");
        }
        return shard.map(text -> of(
                Shard.parse(text),
                files,
                selection,
                timings.map(Path::of).map(ScenarioTimes::read).orElse(ScenarioTimes.NONE)));
    }

    /**
     * Divides the scenarios that run by their durations, and those that are left out by their number, so that the
     * reports of all shards together have each scenario once. A scenario without a duration has the median.
     */
    static ShardPlan of(Shard shard, List<ScenarioFile> files, Selection selection, ScenarioTimes times) {
        List<String> running = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (ScenarioFile file : files) {
            for (ScenarioCase scenario : file.scenarios()) {
                boolean runs = selection.leftOut(file, scenario).isEmpty();
                (runs ? running : leftOut).add(scenario.name());
            }
        }
        long median = times.median(running);
        return new ShardPlan(
                shard,
                divide(running, shard.count(), name -> times.of(name).orElse(median)),
                divide(leftOut, shard.count(), name -> 1L),
                basis(running, times, median));
    }

    private static List<Part> divide(List<String> names, int count, Function<String, Long> millis) {
        List<Part> parts = Stream.generate(Part::new).limit(count).toList();
        Comparator<Part> least = Comparator.comparingLong(Part::millis).thenComparingInt(Part::size);
        names.stream()
                .sorted(Comparator.comparing(millis)
                        .reversed()
                        .thenComparing(ShardPlan::mixed)
                        .thenComparing(Comparator.naturalOrder()))
                .forEach(name -> parts.stream().min(least).orElseThrow().place(name, millis.apply(name)));
        return parts;
    }

    /** Separates neighbours: in a matrix, every second combination may be the slow one. */
    private static String mixed(String name) {
        return new Digest().add(name).hex();
    }

    private static String basis(List<String> running, ScenarioTimes times, long median) {
        long unknown = running.stream().filter(name -> times.of(name).isEmpty()).count();
        if (unknown == running.size()) {
            return "";
        }
        return unknown == 0
                ? " by earlier times"
                : " by earlier times; "
                        + Count.of(unknown, "scenario without a time counts", "scenarios without a time count")
                        + " as the median, " + seconds(median);
    }

    /** Returns the files with only the scenarios of this shard; a file without any is left out. */
    public List<ScenarioFile> select(List<ScenarioFile> files) {
        return files.stream()
                .map(file -> new ScenarioFile(
                        file.path(),
                        file.scenarios().stream()
                                .filter(scenario -> contains(scenario.name()))
                                .toList()))
                .filter(file -> !file.scenarios().isEmpty())
                .toList();
    }

    /** Returns whether this shard has a scenario of this name. */
    public boolean contains(String scenario) {
        return own(running).names.contains(scenario) || own(leftOut).names.contains(scenario);
    }

    private Part own(List<Part> parts) {
        return parts.get(shard.number() - 1);
    }

    /** Returns one line with the size of this shard. Machines with the same plan show the same id. */
    @Override
    public String toString() {
        int all = running.stream().mapToInt(Part::size).sum();
        long millis = running.stream().mapToLong(Part::millis).sum();
        return "shard " + shard + " of plan " + id() + ": " + own(running).size() + " of " + Count.of(all, "scenario")
                + (basis.isEmpty() ? "" : ", " + seconds(own(running).millis) + " of " + seconds(millis) + basis);
    }

    private String id() {
        Digest digest = new Digest();
        Stream.of(running, leftOut).flatMap(List::stream).forEach(part -> digest.add(String.join("\n", part.names)));
        return digest.hex().substring(0, LENGTH_OF_ID);
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }
}

package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShardPlanTest {
    private static final Selection QUICK = Selection.of(List.of(), Optional.empty());

    @TempDir
    private static Path folder;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    /** A random suite: some scenarios are slow and left out, some have an earlier time. */
    private record Suite(List<ScenarioFile> files, Map<String, Long> millis, int shards) {
        static Suite of(long seed) {
            Random random = new Random(seed);
            List<ScenarioFile> files = new ArrayList<>();
            Map<String, Long> millis = new HashMap<>();
            for (int file = 0; file < 1 + random.nextInt(12); file++) {
                List<ScenarioCase> scenarios = new ArrayList<>();
                for (int line = 1; line <= random.nextInt(12); line++) {
                    String name = "scenario " + file + " [n=" + line + "]";
                    scenarios.add(
                            random.nextInt(5) == 0
                                    ? Samples.scenario(name, line, "slow")
                                    : Samples.scenario(name, line));
                    if (random.nextInt(4) > 0) {
                        millis.put(name, (long) Math.exp(random.nextDouble() * 10));
                    }
                }
                files.add(new ScenarioFile(Path.of("f" + file + ".yaml"), scenarios));
            }
            return new Suite(files, millis, 1 + random.nextInt(9));
        }

        Set<String> names() {
            return files.stream()
                    .flatMap(file -> file.scenarios().stream())
                    .map(ScenarioCase::name)
                    .collect(Collectors.toSet());
        }

        /** Returns the same suite, with its files and their scenarios in another order. */
        Suite shuffled(long seed) {
            Random random = new Random(seed);
            List<ScenarioFile> others = new ArrayList<>();
            for (ScenarioFile file : files) {
                List<ScenarioCase> scenarios = new ArrayList<>(file.scenarios());
                Collections.shuffle(scenarios, random);
                others.add(new ScenarioFile(file.path(), scenarios));
            }
            Collections.shuffle(others, random);
            return new Suite(others, millis, shards);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shards_ofARandomSuite_haveEachScenarioOnce_inAnyOrder(long seed) throws Exception {
        Suite suite = Suite.of(seed);
        ScenarioTimes times = times(suite.millis());

        List<List<String>> shards = shards(suite, times);

        List<String> all = shards.stream().flatMap(List::stream).toList();
        assertEquals(suite.names(), new HashSet<>(all));
        assertEquals(suite.names().size(), all.size());
        assertEquals(
                shards.stream().map(Set::copyOf).toList(),
                shards(suite.shuffled(seed), times).stream().map(Set::copyOf).toList());
    }

    /** Graham 1969: placing the longest first needs at most 4/3 − 1/3m of the optimum. */
    @ParameterizedTest
    @MethodSource("seeds")
    void largestShard_withTimes_isNearTheOptimum(long seed) throws Exception {
        Suite suite = Suite.of(seed);
        ScenarioTimes times = times(suite.millis());
        List<String> running = suite.files().stream()
                .flatMap(file -> file.scenarios().stream())
                .filter(scenario -> scenario.tags().isEmpty())
                .map(ScenarioCase::name)
                .toList();
        long median = times.median(running);

        List<Long> loads = shards(suite, times).stream()
                .map(names -> names.stream()
                        .filter(running::contains)
                        .mapToLong(name -> times.of(name).orElse(median))
                        .sum())
                .toList();

        long total = loads.stream().mapToLong(Long::longValue).sum();
        long longest = running.stream()
                .mapToLong(name -> times.of(name).orElse(median))
                .max()
                .orElse(0);
        double leastPossible = Math.max(longest, (double) total / suite.shards());
        long largest = Collections.max(loads);
        assertTrue(largest <= leastPossible * (4.0 / 3) + 1, largest + " of at least " + leastPossible);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shards_withoutTimes_differByOneScenarioAtMost(long seed) {
        Suite suite = Suite.of(seed);
        Set<String> running = suite.files().stream()
                .flatMap(file -> file.scenarios().stream())
                .filter(scenario -> scenario.tags().isEmpty())
                .map(ScenarioCase::name)
                .collect(Collectors.toSet());

        List<Long> sizes = shards(suite, ScenarioTimes.NONE).stream()
                .map(names -> names.stream().filter(running::contains).count())
                .toList();

        assertTrue(Collections.max(sizes) - Collections.min(sizes) <= 1, sizes::toString);
    }

    @Test
    void combinationsOfAMatrix_areMixed() {
        ScenarioFile matrix = Samples.file(IntStream.rangeClosed(1, 40)
                .mapToObj(i -> Samples.scenario("a [n=" + i + ", storage=" + (i % 2 == 0 ? "file" : "memory") + "]", i))
                .toArray(ScenarioCase[]::new));
        Suite suite = new Suite(List.of(matrix), Map.of(), 2);

        List<Long> onFile = shards(suite, ScenarioTimes.NONE).stream()
                .map(names ->
                        names.stream().filter(name -> name.contains("file")).count())
                .toList();

        assertTrue(Collections.min(onFile) >= 5, onFile::toString);
    }

    /** The division must not change between versions and machines. */
    @Test
    void plan_ofAKnownSuite_isAlwaysTheSame() throws Exception {
        ScenarioFile file = Samples.file(IntStream.rangeClosed(1, 5)
                .mapToObj(i -> Samples.scenario("s" + i, i))
                .toArray(ScenarioCase[]::new));
        Suite suite = new Suite(List.of(file), Map.of(), 2);

        assertEquals(List.of(List.of("s1", "s2", "s4"), List.of("s3", "s5")), shards(suite, ScenarioTimes.NONE));
        assertEquals(
                List.of(List.of("s5"), List.of("s1", "s2", "s3", "s4")),
                shards(suite, times(Map.of("s1", 100L, "s2", 100L, "s3", 100L, "s4", 100L, "s5", 900L))));
    }

    @Test
    void line_hasSizesAndTimes() throws Exception {
        ScenarioFile file = Samples.file(
                Samples.scenario("s1", 1),
                Samples.scenario("s2", 2),
                Samples.scenario("s3", 3),
                Samples.scenario("s4", 4, "slow"));
        String withoutTimes = line("2/2", file, Map.of());
        String withTimes = line("1/2", file, Map.of("s1", 9000L, "s2", 1000L));
        String other = line("2/2", file, Map.of("s1", 9000L, "s2", 1000L));

        assertTrue(withoutTimes.matches("shard 2/2 of plan [0-9a-f]{8}: 1 of 3 scenarios"), withoutTimes);
        assertTrue(
                withTimes.matches("shard 1/2 of plan [0-9a-f]{8}: 1 of 3 scenarios, 9\\.0 s of 15\\.0 s by earlier"
                        + " times; 1 scenario without a time counts as the median, 5\\.0 s"),
                withTimes);
        assertEquals(withTimes.substring(10, 27), other.substring(10, 27));
        assertNotEquals(withTimes.substring(10, 27), withoutTimes.substring(10, 27));
    }

    private static String line(String shard, ScenarioFile file, Map<String, Long> millis) throws IOException {
        return ShardPlan.of(Shard.parse(shard), List.of(file), QUICK, times(millis))
                .toString();
    }

    private static List<List<String>> shards(Suite suite, ScenarioTimes times) {
        return IntStream.rangeClosed(1, suite.shards())
                .mapToObj(number ->
                        ShardPlan.of(new Shard(number, suite.shards()), suite.files(), QUICK, times)
                                .select(suite.files())
                                .stream()
                                .flatMap(file -> file.scenarios().stream())
                                .map(ScenarioCase::name)
                                .toList())
                .toList();
    }

    private static ScenarioTimes times(Map<String, Long> millis) throws IOException {
        String lines = millis.entrySet().stream()
                .map(entry -> entry.getValue() / 1e3 + " " + entry.getKey() + "\n")
                .collect(Collectors.joining());
        return ScenarioTimes.read(Files.writeString(folder.resolve("times.txt"), lines));
    }
}

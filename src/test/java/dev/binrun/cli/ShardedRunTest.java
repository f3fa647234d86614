package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.junit.Samples;
import dev.binrun.report.XmlReport;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options {@code --shard} and {@code --timings} of {@code run}. */
class ShardedRunTest {
    private final FakeShell shell = new FakeShell();

    @TempDir
    private Path folder;

    ShardedRunTest() {
        List<ScenarioFile> files = List.of(Samples.file(
                Samples.scenario("a", 1),
                Samples.scenario("b", 2),
                Samples.scenario("c", 3),
                Samples.scenario("large", 4, "slow")));
        shell.reader = paths -> files;
    }

    @Test
    void allShards_runAndReportEachScenarioOnce() throws Exception {
        List<String> ran = new ArrayList<>();
        List<String> reported = new ArrayList<>();
        for (String shard : List.of("1/2", "2/2")) {
            Path xml = folder.resolve(shard.substring(0, 1));
            shell.ran.clear();
            assertEquals(0, shell.execute("run", "--shard", shard, "--junit-xml", xml.toString()), shell::err);
            shell.ran.stream().map(ScenarioCase::name).forEach(ran::add);
            reported.addAll(
                    XmlReport.read(xml.resolve("TEST-scenarios.sample.xml")).names());
        }

        assertEquals(List.of("a", "b", "c"), ran.stream().sorted().toList());
        assertEquals(List.of("a", "b", "c", "large"), reported.stream().sorted().toList());
    }

    @Test
    void shard_beforeItRuns_showsItsSize() {
        assertEquals(0, shell.execute("run", "--shard", "2/2"));

        assertTrue(shell.out().matches("(?s)shard 2/2 of plan [0-9a-f]{8}: 1 of 3 scenarios\nPASSED .*"), shell.out());
    }

    @Test
    void timings_balanceTheShards() throws Exception {
        Path times = Files.writeString(folder.resolve("times.txt"), "9 a\n1 b\n1 c\n");

        assertEquals(0, shell.execute("run", "--shard", "1/2", "--timings", times.toString()));

        assertEquals(List.of("a"), shell.ran.stream().map(ScenarioCase::name).toList());
        assertTrue(shell.out().contains(": 1 of 3 scenarios, 9.0 s of 11.0 s by earlier times\n"), shell.out());
    }

    @Test
    void writtenTimings_balanceTheNextRun() {
        String times = folder.resolve("times.txt").toString();
        assertEquals(0, shell.execute("run", "--write-timings", times));

        assertEquals(0, shell.execute("run", "--shard", "1/3", "--timings", times, "--write-timings", times));

        assertTrue(shell.out().contains(": 1 of 3 scenarios, 1.2 s of 3.7 s by earlier times\n"), shell.out());
    }

    @Test
    void moreShardsThanScenarios_anEmptyShardPasses() {
        List<String> sizes = Stream.of("1/4", "2/4", "3/4", "4/4")
                .map(shard -> {
                    shell.ran.clear();
                    assertEquals(0, shell.execute("run", "--shard", shard), shell::err);
                    return String.valueOf(shell.ran.size());
                })
                .toList();

        assertEquals(List.of("1", "1", "1", "0"), sizes);
        assertTrue(shell.out().contains(": 0 of 3 scenarios\n\n0 scenarios in "), shell.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '"',
            value = {
                "--shard 0/5 => --shard: there is no shard 0 of 5; name one from 1/5 to 5/5",
                "--shard 6/5 => --shard: there is no shard 6 of 5; name one from 1/5 to 5/5",
                "--shard 2/x => --shard: '2/x' is not a shard; write its number and the number of all shards, such as"
                        + " 2/5",
                "--timings x => --timings: only a shard uses earlier times; name a shard too",
                "--shard 1/2 --timings /no/where => --timings: /no/where: there is no such file or folder; name a file"
                        + " or folder that all shards have, or an empty folder for a run without times",
            })
    void wrongValue_isAnErrorWithTheFix_andNothingRuns(String options, String message) {
        assertEquals(2, shell.execute(("run " + options).split(" ")));

        assertEquals(message + "\nSee './jbang binrun.java run --help'.\n", shell.err());
        assertEquals(List.of(), shell.ran);
    }
}

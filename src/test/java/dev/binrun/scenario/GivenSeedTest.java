package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A seed that the user chose is kept where each round of a run has its own. */
class GivenSeedTest {
    @Test
    void withSeedUnlessGiven_noSeedInTheFile_replacesTheDefault() {
        assertEquals(9, read("").withSeedUnlessGiven(9).seed());
        assertEquals(1, read("").seed());
    }

    @Test
    void withSeedUnlessGiven_seedInTheFile_keepsIt() {
        assertEquals(1, read("seed: 1\n").withSeedUnlessGiven(9).seed());
    }

    @Test
    void withSeedUnlessGiven_seedOfTheCommandLine_keepsIt() {
        assertEquals(
                5, read("").withSeed(5).withRepeat(2).withSeedUnlessGiven(9).seed());
    }

    private static SimConfig read(String line) {
        return ScenarioReader.readText(
                        Path.of("a.yaml"), "name: a\n" + line + "steps: [{pub: a b, error: no responders}]\n")
                .scenarios()
                .get(0)
                .config()
                .orElseThrow();
    }
}

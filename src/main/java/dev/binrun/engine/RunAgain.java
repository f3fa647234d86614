package dev.binrun.engine;

import dev.binrun.scenario.Scenario;
import dev.binrun.scenario.SimConfig;

/** The commands that run just one scenario again. */
final class RunAgain {
    private RunAgain() {}

    /** Both of them, on a line each. */
    static String of(Scenario scenario) {
        String path = scenario.place().path();
        long seed = scenario.config().map(SimConfig::seed).orElse(SimConfig.SEED);
        String seeded = seed == SimConfig.SEED ? "" : " --seed " + seed;
        if (path.equals("SIM=true")) { // the simulation that is in no file
            return "run again: SIM=true ./jbang binrun.java" + seeded;
        }
        String name = scenario.alone() ? "" : quoted(scenario.name());
        return "run again: ./jbang binrun.java run " + quoted(path) + (name.isEmpty() ? "" : " --name " + name) + seeded
                + "\n       or: mvn test -Dbinrun.scenarios=" + quoted(path)
                + (name.isEmpty() ? "" : " -Dbinrun.name=" + name);
    }

    /** A word as a shell takes it. */
    private static String quoted(String word) {
        return word.matches("[\\p{L}\\p{N}_./:@%+=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}

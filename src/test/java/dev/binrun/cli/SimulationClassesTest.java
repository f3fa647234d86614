package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The session simulation starts without what only the live system needs. */
@Tag("slow")
class SimulationClassesTest {
    @TempDir
    private Path folder;

    @Test
    void simulation_loadsNothingOfTheLivePage() throws Exception {
        try (Forked forked =
                Forked.start("$BINRUN", folder, Map.of("SIM", "true"), List.of("-Xlog:class+load:stdout"))) {
            String printed = forked.result().out();

            assertTrue(printed.contains("Sim: scenario PASSED"), printed);
            assertTrue(printed.contains(" dev.binrun.engine.Engine "), "classes are listed");
            assertEquals(
                    List.of(),
                    printed.lines()
                            .filter(line -> line.contains("dev.binrun.page.") || line.contains("httpserver"))
                            .toList());
        }
    }
}

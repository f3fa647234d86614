package dev.binrun.server.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    @TempDir
    private Path temporary;

    @Test
    void homeOfAKilledJvm_isStale() throws IOException {
        Path home = Leftover.ofKilledJvm(temporary);

        Leftovers found = Leftovers.in(temporary);

        assertEquals(List.of(new Leftovers.Home(home, List.of(), List.of())), found.stale());
        assertEquals(List.of(), found.kept());
    }

    @Test
    void keptHome_withAnUnfinishedPidFile_hasNoServer() throws IOException {
        Path home = Leftover.kept(temporary);
        Path run = home.resolve("run-1");
        Files.createFile(new RunFolder(run).pidFile());

        assertEquals(
                List.of(new Leftovers.Home(home, List.of(run), List.of())),
                Leftovers.in(temporary).kept());
    }

    @Test
    void homeThatIsBeingRemoved_orHasNoServer_isNotKept() throws IOException {
        Path home = Leftover.kept(temporary);
        Files.move(home, home.resolveSibling(home.getFileName() + StaleHomes.GONE));
        Files.createDirectory(home);

        assertEquals(List.of(), Leftovers.in(temporary).kept());
    }
}

package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.verdict.BrokenException;
import dev.binrun.verdict.FailedException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The failure that counts if several branches failed. */
final class BranchesTest {
    private final Throwable broken = new BrokenException("broken", "");
    private final Throwable cutOff = new InterruptedException("cut off");
    private final Throwable failed = new FailedException("failed", "");

    @Test
    void worst_brokenThenFailed_isTheFailedOne() {
        assertEquals(
                Optional.of(failed), Branches.worst(List.of(broken, cutOff, failed, new FailedException("later", ""))));
    }

    @Test
    void worst_onlyBroken_isTheFirst() {
        assertEquals(Optional.of(broken), Branches.worst(List.of(broken, cutOff)));
        assertEquals(Optional.empty(), Branches.worst(List.of()));
    }
}

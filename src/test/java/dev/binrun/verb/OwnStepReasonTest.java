package dev.binrun.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.VerbFailedException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Tests that the reason of a project's own verb depends on the type of its exception. */
final class OwnStepReasonTest {
    private record Nothing() {}

    @Test
    void run_timeoutException_hasTheReasonTimeout() {
        VerbFailedException failed = failure(new TimeoutException("the till did not answer"));

        assertTrue(failed.has(Reason.TIMEOUT));
        assertEquals("TimeoutException: the till did not answer", failed.getMessage());
    }

    @Test
    void run_otherExceptionAboutATimeout_hasNoReason() {
        VerbFailedException failed = failure(new IllegalStateException("timeout: session.timeout"));

        assertFalse(failed.has(Reason.TIMEOUT));
        assertFalse(failed.outcomeUnknown());
        assertEquals("IllegalStateException: timeout: session.timeout", failed.description());
    }

    private static VerbFailedException failure(Exception thrown) {
        OwnVerb<Nothing> verb = new OwnVerb<>() {
            @Override
            public String name() {
                return "own";
            }

            @Override
            public Class<Nothing> arguments() {
                return Nothing.class;
            }

            @Override
            public JsonObject run(Nothing arguments, World world) throws Exception {
                throw thrown;
            }
        };
        VerbWorld world = new FakeWorld(null, Recorder.NONE);
        return assertThrows(VerbFailedException.class, () -> new OwnStep<>(verb, new Nothing()).run(world));
    }
}

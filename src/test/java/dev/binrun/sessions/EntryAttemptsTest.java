package dev.binrun.sessions;

import static dev.binrun.sessions.Stage.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EntryAttemptsTest {
    private final Recorder recorder = new Recorder();
    private final EntryAttempts attempts = new EntryAttempts(recorder);
    private NatsServer server;
    private Connection nc;

    @BeforeEach
    void connect() throws Exception {
        server = NatsServer.start(ServerOptions.ephemeral());
        nc = Nats.connect(server.url());
    }

    @AfterEach
    void close() throws Exception {
        nc.close();
        server.close();
    }

    @Test
    void exception_warnsOnce_triesAgainUntilSuccess() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        attempts.run(nc, "Alice", "Alice: ", () -> {
            if (runs.incrementAndGet() < 3) {
                throw new IllegalArgumentException("too large");
            }
        });
        assertTrue(attempts.areOpen());

        soon(() -> {
            attempts.runAgain(nc);
            assertFalse(attempts.areOpen());
        });

        assertEquals(3, runs.get());
        assertEquals(List.of("Alice: too large; trying again"), recorder.warnings);
    }

    @Test
    void rejection_warns_doesNotTryAgain() throws Exception {
        attempts.run(nc, "Alice", "Alice: ", () -> {
            throw new BadEntryException("no subject");
        });

        assertFalse(attempts.areOpen());
        assertEquals(List.of("Alice: no subject"), recorder.warnings);
    }

    @Test
    void entry_connectionLostThreeTimes_isSkipped() throws Exception {
        nc.close();
        AtomicInteger runs = new AtomicInteger();
        EntryAttempts.EntryWork work = () -> {
            runs.incrementAndGet();
            throw new IllegalStateException("Connection is Closed");
        };
        for (int i = 0; i < 3; i++) {
            IOException lost = assertThrows(IOException.class, () -> attempts.run(nc, "Alice", "Alice: ", work));
            assertEquals("Connection is Closed", lost.getMessage());
        }

        attempts.run(nc, "Alice", "Alice: ", work);

        assertEquals(3, runs.get());
        assertEquals(
                List.of("Alice: the connection was lost 3 times when it was applied: Connection is Closed"),
                recorder.warnings);
    }
}

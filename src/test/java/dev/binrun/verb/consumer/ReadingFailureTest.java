package dev.binrun.verb.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.binrun.Uncaught;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.DeliveryRecorder;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.GatheredMessages;
import io.nats.client.Message;
import io.nats.client.impl.NatsMessage;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests background readings whose threads fail: the exception is reported, and the reading has ended. */
@Timeout(30)
final class ReadingFailureTest {
    private final Uncaught uncaught = new Uncaught();
    private final GatheredMessages gathered = GatheredMessages.messages(Optional.empty(), 0);

    @Test
    void read_readerFails_endsAndIsReported() throws Exception {
        Error missing = new NoClassDefFoundError("com/google/gson/NotThere");
        BackgroundReading reading = start(() -> {
            throw missing;
        });

        assertSame(missing, uncaught.next());
        reading.close();
        assertEquals(
                "java.lang.NoClassDefFoundError: com/google/gson/NotThere",
                failed().get("description").getAsString());
        assertFalse(reading.busy());
    }

    @Test
    void read_gathererFails_endsAndIsReported() throws Exception {
        BackgroundReading reading = start(() -> Optional.of(new Unreadable()));

        assertEquals("java.lang.IllegalArgumentException: planted", String.valueOf(uncaught.next()));
        reading.close();
        assertEquals(
                "java.lang.IllegalArgumentException: planted",
                failed().get("description").getAsString());
    }

    @Test
    void read_rejectedByTheServer_isGatheredOnly() throws Exception {
        BackgroundReading reading = start(() -> {
            throw VerbFailedException.of("connection: closed");
        });

        reading.close();
        assertEquals("connection: closed", failed().get("description").getAsString());
        assertTrue(uncaught.isEmpty());
    }

    private static final class Unreadable extends NatsMessage {
        Unreadable() {
            super("a.x", null, null, new byte[0]);
        }

        @Override
        public byte[] getData() {
            throw new IllegalArgumentException("planted");
        }
    }

    private JsonObject failed() {
        return gathered.answer().getAsJsonObject("failed");
    }

    private BackgroundReading start(Supplier<Optional<Message>> next) throws InterruptedException {
        SettlePlan none =
                new SettlePlan(Optional.of(SettleKind.NONE), false, false, Optional.empty(), Optional.empty());
        MessageFeed feed = new MessageFeed() {
            @Override
            public Optional<Message> next() {
                return next.get();
            }

            @Override
            public void end() {}

            @Override
            public void close() {}

            @Override
            public long dropped() {
                return 0;
            }
        };
        return uncaught.call(() -> BackgroundReading.start(
                null, DeliveryRecorder.own(Recorder.NONE), "A.c", none, gathered, feed, Optional::empty));
    }
}

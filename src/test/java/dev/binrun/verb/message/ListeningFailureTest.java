package dev.binrun.verb.message;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.binrun.jetstream.Refusals;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.verb.FakeWorld;
import dev.binrun.verb.GatheredMessages;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tests subscriptions whose handler fails, on a real server. */
final class ListeningFailureTest {
    private final List<String> unexpected = new CopyOnWriteArrayList<>();
    private final GatheredMessages gathered = GatheredMessages.messages(Optional.empty(), 0);

    @Test
    void take_unexpectedException_isReported() throws Exception {
        listen(message -> {
            throw message.getData().length == 0
                    ? new IllegalStateException("planted")
                    : new IllegalStateException(new StackOverflowError());
        });
        assertEquals(
                List.of(
                        "java.lang.IllegalStateException: planted",
                        "java.lang.IllegalStateException: java.lang.StackOverflowError"),
                unexpected);
        assertFalse(gathered.answer().has("failures"));
    }

    @Test
    void take_error_isReportedAsThatError() throws Exception {
        listen(message -> {
            throw new NoClassDefFoundError("com/google/gson/NotThere");
        });

        String error = "java.lang.NoClassDefFoundError: com/google/gson/NotThere";
        assertEquals(List.of(error, error), unexpected);
    }

    @Test
    void take_messageWithoutReply_isGatheredOnly() throws Exception {
        listen(message -> {
            throw VerbFailedException.of("no answer");
        });

        assertEquals(
                "[\"message 0 on a: no answer\",\"message 1 on a: no answer\"]",
                gathered.answer().get("failures").toString());
        assertEquals(List.of(), unexpected);
    }

    private void listen(Consumer<Message> taker) throws Exception {
        Refusals refusals =
                new Refusals(error -> {}, error -> {}, failure -> unexpected.add(failure.toString()), dropped -> {});
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
            Connection connection = Nats.connect(new Options.Builder()
                    .server(server.url())
                    .errorListener(refusals)
                    .callbackExecutor(new SameThread())
                    .build());
            FakeWorld world = new FakeWorld(connection);
            BackgroundSubscription listening = BackgroundSubscription.on(
                    world, world.dispatcher(), List.of("a"), Optional.empty(), Optional.empty(), gathered, taker);
            connection.publish("a", new byte[0]);
            connection.publish("a", new byte[1]);
            await().until(() -> unexpected.size() == 2
                    || gathered.answer().has("failures")
                            && gathered.answer().getAsJsonArray("failures").size() == 2);
            listening.close();
            connection.close();
        }
    }

    /** Collects reports like the engine; jnats reports on the thread where the exception was thrown. */
    private static final class SameThread extends java.util.concurrent.AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, java.util.concurrent.TimeUnit unit) {
            return true;
        }
    }
}

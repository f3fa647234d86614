package dev.binrun.jetstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.binrun.verb.FakeWorld;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.ServerInfo;
import io.nats.client.impl.NatsMessage;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Tests requests for assets that a node of a cluster does not know yet, with a server that sends given replies. */
final class CreatedAssetsTest {
    private static final String NO_STREAM =
            "{\"error\":{\"code\":404,\"err_code\":10059,\"description\":\"stream not found\"}}";
    private static final String NO_CONSUMER =
            "{\"error\":{\"code\":404,\"err_code\":10014,\"description\":\"consumer not found\"}}";

    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();

    @Test
    void ask_newStreamAbsent_repeatsTheRequest() throws Exception {
        VerbWorld world = world("\"cluster\":\"C\",");
        answers("{}", NO_STREAM, NO_STREAM, "{\"config\":{}}");

        Api.ask(world, "STREAM.CREATE.A", null);
        long start = System.nanoTime();
        JsonObject info = Api.ask(world, "STREAM.INFO.A", null);

        assertEquals("{\"config\":{}}", info.toString());
        assertEquals(4, asked.size());
        assertTrue(System.nanoTime() - start >= 2 * Retry.PAUSE.toNanos(), "two pauses");
    }

    @Test
    void ask_newStreamStaysAbsent_fails() throws Exception {
        VerbWorld world = world("\"cluster\":\"C\",");
        answers("{}", NO_STREAM, NO_STREAM, NO_STREAM);

        Api.ask(world, "STREAM.CREATE.A", null);

        assertEquals("stream not found: there is no stream 'A' (10059)", fails(world, "STREAM.INFO.A"));
        assertEquals(4, asked.size());
    }

    @Test
    void ask_otherStreamAbsent_failsAtOnce() throws Exception {
        VerbWorld world = world("\"cluster\":\"C\",");
        answers("{}", NO_STREAM);

        Api.ask(world, "STREAM.CREATE.A", null);

        assertEquals("stream not found: there is no stream 'B' (10059)", fails(world, "STREAM.INFO.B"));
        assertEquals(2, asked.size());
    }

    @Test
    void ask_removedStreamAbsent_failsAtOnce() throws Exception {
        VerbWorld world = world("\"cluster\":\"C\",");
        answers("{}", "{\"success\":true}", NO_STREAM);

        Api.ask(world, "STREAM.CREATE.A", null);
        Api.ask(world, "STREAM.DELETE.A", null);

        assertEquals("stream not found: there is no stream 'A' (10059)", fails(world, "CONSUMER.INFO.A.c"));
        assertEquals(3, asked.size());
    }

    @Test
    void ask_newConsumerAbsent_repeatsTheRequestForThisOneOnly() throws Exception {
        VerbWorld world = world("\"cluster\":\"C\",");
        answers("{}", "{\"name\":\"c\"}", NO_CONSUMER, "{\"num_pending\":0}", NO_CONSUMER);

        Api.ask(world, "STREAM.CREATE.A", null);
        Api.ask(world, "CONSUMER.CREATE.A.c", null);

        assertEquals(
                "{\"num_pending\":0}", Api.ask(world, "CONSUMER.INFO.A.c", null).toString());
        assertEquals("consumer not found (10014)", fails(world, "CONSUMER.INFO.A.d"));
        assertEquals(5, asked.size());
    }

    @Test
    void ask_singleServer_failsAtOnce() throws Exception {
        VerbWorld world = world("");
        answers("{}", NO_STREAM);

        Api.ask(world, "STREAM.CREATE.A", null);

        assertEquals("stream not found: there is no stream 'A' (10059)", fails(world, "STREAM.INFO.A"));
        assertEquals(2, asked.size());
    }

    @Test
    void succeeded_createdAgain_keepsBothWithTheirTimes() {
        AtomicLong clock = new AtomicLong();
        CreatedAssets assets = new CreatedAssets(clock::incrementAndGet, true);

        assets.succeeded("STREAM.CREATE.A", info("A", "2026-01-01T00:00:00Z"));
        assets.succeeded("STREAM.CREATE.A", info("A", "2026-01-01T00:00:00Z"));
        assets.succeeded("STREAM.CREATE.A", info("A", "2026-01-02T00:00:00Z"));
        assets.succeeded("STREAM.UPDATE.A", info("A", "2026-01-03T00:00:00Z"));
        assets.succeeded("STREAM.CREATE.KV_b", info("KV_b", "2026-01-01T00:00:00Z"));

        assertEquals(
                List.of(1L, 2L),
                assets.streams("A").stream().map(CreatedAssets.CreatedAsset::at).toList());
        assertEquals(1, assets.streams("KV_b").size());
        assertEquals(List.of(), assets.streams("B"));
    }

    @Test
    void consumers_ofOneStream_areListedByName() {
        CreatedAssets assets = new CreatedAssets(() -> 7, true);

        assets.succeeded("CONSUMER.CREATE.A.c", info("c", "2026-01-01T00:00:00Z"));
        assets.succeeded("CONSUMER.DURABLE.CREATE.A.d", info("d", "2026-01-01T00:00:00Z"));
        assets.succeeded("CONSUMER.CREATE.A", info("generated", "2026-01-01T00:00:00Z"));
        assets.succeeded("CONSUMER.CREATE.B.c", info("c", "2026-01-01T00:00:00Z"));
        assets.succeeded("CONSUMER.DELETE.A.c", new JsonObject());

        assertEquals(
                List.of("c", "d", "generated"),
                List.copyOf(assets.consumers("A").keySet()));
    }

    @Test
    void succeeded_noChecks_keepsNoInfos() {
        CreatedAssets assets = new CreatedAssets(() -> 7, false);

        assets.succeeded("STREAM.CREATE.A", info("A", "2026-01-01T00:00:00Z"));

        assertEquals(List.of(), assets.streams("A"));
    }

    private static JsonObject info(String name, String created) {
        JsonObject info = new JsonObject();
        info.addProperty("name", name);
        info.addProperty("created", created);
        return info;
    }

    private String fails(VerbWorld world, String subject) {
        return assertThrows(VerbFailedException.class, () -> Api.ask(world, subject, null))
                .getMessage();
    }

    private void answers(String... several) {
        answers.addAll(List.of(several));
    }

    private VerbWorld world(String cluster) throws Exception {
        ServerInfo info = new ServerInfo("{\"server_id\":\"S\"," + cluster + "\"max_payload\":1048576}");
        return new FakeWorld(connection(info));
    }

    private Connection connection(ServerInfo info) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getServerInfo" -> info;
                    case "getStatus" -> Connection.Status.CONNECTED;
                    case "getMaxPayload" -> info.getMaxPayload();
                    case "getOptions" -> new io.nats.client.Options.Builder().build();
                    case "clearLastError" -> null;
                    case "requestWithTimeout" -> answer((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private CompletableFuture<Message> answer(String subject) {
        asked.add(subject);
        return CompletableFuture.completedFuture(
                NatsMessage.builder().subject("_INBOX.a").data(answers.remove()).build());
    }
}

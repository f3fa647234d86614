package dev.binrun.engine.aftermath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.check.Checks;
import dev.binrun.check.Judgement;
import dev.binrun.check.ReplicasAgree;
import dev.binrun.history.ConsumerState;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.StreamState;
import dev.binrun.history.UnreadableException;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Real servers repair replicas that differ. So one server simulates three nodes: an account maps the JetStream API to a
 * responder of the test.
 */
@Execution(ExecutionMode.CONCURRENT)
final class ReplicasTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private final Map<String, List<String>> stores = new LinkedHashMap<>();
    private final JsonObject played = JsonParser.parseString("""
            {"accounts": {"PLAYED": {"users": [{"user": "p", "password": "p"}],
             "mappings": {"$JS.API.>": "played.>"}}}}""").getAsJsonObject();
    private volatile String leader = "n1";
    private volatile String stubborn = "";
    private volatile String behind = "";
    private volatile int writes;
    private volatile String late = "";
    private volatile int lateAnswers;
    private NatsServer server;
    private Connection connection;
    private History history;

    @BeforeEach
    void play() throws Exception {
        for (String node : List.of("n1", "n2", "n3")) {
            stores.put(node, List.of("a", "b", "c"));
        }
        history = new History(folder);
        server = NatsServer.start(ServerOptions.ephemeral().withConfig(played));
        connection = Nats.connect(server.url().replace("nats://", "nats://p:p@"));
        Dispatcher nodes = connection.createDispatcher(this::answer);
        nodes.subscribe("played.>");
        connection.flush(PATIENCE);
    }

    @AfterEach
    void end() throws InterruptedException {
        connection.close();
        server.close();
        history.close();
    }

    @Test
    void read_returnsTheContentOfEachNode() {
        stores.put("n2", List.of("a", "other", "c"));
        stores.put("n3", List.of("a", "b"));

        Map<String, StreamState> replicas = replicas().read();

        assertEquals(List.of("n1", "n2", "n3"), List.copyOf(replicas.keySet()));
        assertEquals(
                List.of(3, 3, 2),
                replicas.values().stream().map(StreamState::size).toList());
        assertEquals(
                List.of(
                        "the replicas of ORDERS on n1, n2, n3 differ in 2 of 3 messages",
                        "  seq 2 on orders is another message on n2 than on n1",
                        "  seq 3 on orders is missing on n3"),
                ((Judgement.Violated) judged(replicas)).evidence().subList(0, 3));
    }

    @Test
    void read_streamIsWrittenMeanwhile_readsItAgain() {
        writes = 2;

        assertEquals(
                new Judgement.Held("5 messages on n1, n2, n3"),
                judged(replicas().read()));
    }

    @Test
    void read_newLeaderStillAppliesEntries_readsItAgain() {
        late = "n2";
        lateAnswers = 6;

        assertEquals(
                new Judgement.Held("3 messages on n1, n2, n3"),
                judged(replicas().read()));
        assertEquals(0, lateAnswers);
    }

    @Test
    void read_streamChangesAllTheTime_throws() {
        writes = Integer.MAX_VALUE;

        UnreadableException e =
                assertThrows(UnreadableException.class, () -> replicas().read());

        assertEquals(
                "the replicas of ORDERS cannot be read at one moment within 2s: the stream changes all the time, because a"
                        + " client writes to it or removes from it",
                e.getMessage());
    }

    @Test
    void read_sameContent_returnsEqualReplicas() {
        assertEquals(
                new Judgement.Held("3 messages on n1, n2, n3"),
                judged(replicas().read()));
    }

    @Test
    void read_nodeDoesNotBecomeLeader_throws() {
        stubborn = "n2";

        UnreadableException e =
                assertThrows(UnreadableException.class, () -> replicas().read());

        assertEquals("n2 does not become the leader of ORDERS within 2s: n1 is its leader, not n2", e.getMessage());
    }

    @Test
    void read_nodeStaysBehind_throws() {
        behind = "n3";

        UnreadableException e =
                assertThrows(UnreadableException.class, () -> replicas().read());

        assertEquals(
                "the replicas of ORDERS are not all current within 2s: n3 is behind, as its leader n1 reports",
                e.getMessage());
    }

    private Replicas replicas() {
        return new Replicas(
                connection, "ORDERS", new StreamReading(connection, "ORDERS", history.names(), 0), "2.14.0", PATIENCE);
    }

    private Judgement judged(Map<String, StreamState> replicas) {
        return Checks.judge(new ReplicasAgree("ORDERS"), history, new FinalState() {
            @Override
            public long at() {
                return history.now();
            }

            @Override
            public Optional<StreamState> stream(String name) {
                return Optional.empty();
            }

            @Override
            public Map<String, StreamState> replicas(String stream) {
                return replicas;
            }

            @Override
            public List<ConsumerState> consumers(String stream) {
                return List.of();
            }
        });
    }

    private void answer(Message asked) {
        String request = asked.getSubject().substring("played.".length());
        JsonObject body = asked.getData().length == 0
                ? new JsonObject()
                : JsonParser.parseString(new String(asked.getData(), StandardCharsets.UTF_8))
                        .getAsJsonObject();
        String answer = switch (request) {
            case "STREAM.INFO.ORDERS" -> info();
            case "STREAM.MSG.GET.ORDERS" -> message(body);
            case "STREAM.LEADER.STEPDOWN.ORDERS" -> stepDown(body);
            default -> "{\"error\": {\"code\": 400, \"description\": \"not played: " + request + "\"}}";
        };
        connection.publish(asked.getReplyTo(), answer.getBytes(StandardCharsets.UTF_8));
    }

    private String info() {
        List<String> replicas = stores.keySet().stream()
                .filter(node -> !node.equals(leader))
                .map(node -> "{\"name\": \"%s\", \"current\": %s}".formatted(node, !node.equals(behind)))
                .toList();
        return """
                {"config": {"name": "ORDERS"}, "state": {"first_seq": 1, "last_seq": %d},
                 "cluster": {"leader": "%s", "replicas": %s}}""".formatted(store().size(), leader, replicas);
    }

    private String message(JsonObject request) {
        List<String> store = store();
        int seq = request.has("seq") ? Math.max(1, request.get("seq").getAsInt()) : store.size();
        return seq > store.size()
                ? "{\"error\": {\"code\": 404, \"err_code\": 10037, \"description\": \"no message found\"}}"
                : """
                {"message": {"subject": "orders", "seq": %d, "data": "%s", "time": "2026-01-01T00:00:00.%09dZ"}}""".formatted(
                        seq,
                        Base64.getEncoder().encodeToString(store.get(seq - 1).getBytes(StandardCharsets.UTF_8)),
                        seq);
    }

    /** Returns the state that the leader reports. */
    private List<String> store() {
        List<String> store = stores.get(leader);
        if (leader.equals(late) && lateAnswers > 0) {
            lateAnswers--;
            return store.subList(0, store.size() - 1);
        }
        return store;
    }

    private String stepDown(JsonObject request) {
        String next = request.getAsJsonObject("placement").get("preferred").getAsString();
        leader = next.equals(stubborn) ? leader : next;
        if (writes > 0) {
            writes--;
            stores.replaceAll((node, store) ->
                    Stream.concat(store.stream(), Stream.of("more")).toList());
        }
        return "{\"success\": true}";
    }
}

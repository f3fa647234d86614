package dev.binrun.playground;

import static org.awaitility.Awaitility.await;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ThrowingRunnable;

/** A live system on a store that a test stops, damages and starts again. */
final class LiveSystem {
    final Path store;
    final List<String> lines = new CopyOnWriteArrayList<>();
    private Playground playground;
    private Connection connection;

    LiveSystem(Path store) {
        this.store = store;
    }

    LiveSystem start() throws Exception {
        return start(Map.of());
    }

    LiveSystem start(Map<String, String> more) throws Exception {
        playground = Playground.start(settings(more), lines::add);
        connection = connect(playground.url());
        return this;
    }

    void stop() throws Exception {
        if (playground != null) {
            connection.close();
            playground.close();
            playground = null;
        }
    }

    /** Forgets the lines so far. */
    void restart() throws Exception {
        stop();
        lines.clear();
        start();
    }

    /** Stops the live system, changes its store, and starts it again. */
    void changeStopped(StoreWork work) throws Exception {
        stop();
        work.on(store);
        lines.clear();
        start();
    }

    /** Changes the store through a plain server, without the live system. */
    void onPlainServer(ServerOptions options, ServerWork work) throws Exception {
        try (NatsServer server = NatsServer.start(options.withStoreDir(store))) {
            Connection nc = connect(server.url());
            try {
                work.on(nc);
            } finally {
                nc.close();
            }
        }
    }

    interface StoreWork {
        void on(Path store) throws Exception;
    }

    interface ServerWork {
        void on(Connection nc) throws Exception;
    }

    PlaygroundSettings settings(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("BINRUN_PORT", "-1");
        environment.put("BINRUN_UI", "false");
        environment.put("BINRUN_STORE_DIR", store.toString());
        environment.putAll(more);
        return PlaygroundSettings.of(environment);
    }

    Playground playground() {
        return playground;
    }

    Connection nc() {
        return connection;
    }

    JetStreamManagement management() throws IOException {
        return connection.jetStreamManagement();
    }

    StreamInfo stream(String name) throws Exception {
        return management().getStreamInfo(name);
    }

    /** Returns the folder of a stream in the store. */
    Path folder(String stream) {
        return store.resolve("jetstream/$G/streams").resolve(stream);
    }

    void session(String key, String... subjects) throws Exception {
        List<String> quoted = new ArrayList<>();
        for (String subject : subjects) {
            quoted.add('"' + subject + '"');
        }
        put("sessions", key, "{\"subscriptions\":[" + String.join(",", quoted) + "]}");
    }

    void workers(String key, int count) throws Exception {
        put("commands", key, "{\"workers\":" + count + "}");
    }

    /** Publishes an entry without the client's check of keys. */
    void put(String bucket, String key, String value) throws Exception {
        connection.jetStream().publish("$KV." + bucket + "." + key, value.getBytes(StandardCharsets.UTF_8));
    }

    void publish(String subject, String payload) throws Exception {
        connection.jetStream().publish(subject, payload.getBytes(StandardCharsets.UTF_8));
    }

    void awaitLine(String line) {
        soon(() -> {
            if (!lines.contains(line)) {
                throw new AssertionError("no line " + line + " in " + shortened());
            }
        });
    }

    /** Returns the lines with this beginning. */
    List<String> lines(String start) {
        return lines.stream().filter(line -> line.startsWith(start)).toList();
    }

    List<String> warnings() {
        return lines("warning: ");
    }

    /** Returns the payloads that a receiver got, in order. */
    List<String> payloads(String receiver) {
        return lines(receiver + ": ").stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    static void soon(ThrowingRunnable assertion) {
        await().ignoreExceptions()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(assertion);
    }

    void close() throws Exception {
        stop();
    }

    private List<String> shortened() {
        return lines.stream()
                .map(line -> line.substring(0, Math.min(300, line.length())))
                .toList();
    }

    private static Connection connect(String url) throws Exception {
        return Nats.connect(Options.builder()
                .server(url)
                .connectionTimeout(Duration.ofSeconds(10))
                .maxControlLine(64 * 1024)
                .supportUTF8Subjects()
                .errorListener(new io.nats.client.ErrorListener() {})
                .build());
    }
}

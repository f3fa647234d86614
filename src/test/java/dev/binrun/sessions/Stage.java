package dev.binrun.sessions;

import static org.awaitility.Awaitility.await;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StorageType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;

/** A server with the streams and buckets, and the business logic on it, which a test can stop and start. */
final class Stage {
    static final Duration SOON = Duration.ofSeconds(10);

    final NatsServer server;
    final Connection nc;
    Recorder recorder;
    private BusinessLogic logic;

    private Stage(NatsServer server, Connection nc) {
        this.server = server;
        this.nc = nc;
    }

    /** Returns a stage with the bucket {@code commands} and running business logic. */
    static Stage open() throws Exception {
        NatsServer server = NatsServer.start(ServerOptions.ephemeral());
        Options options = Options.builder()
                .server(server.url())
                .errorListener(new Quiet())
                .build();
        Stage stage = new Stage(server, Nats.connect(options));
        new Topology(StorageType.Memory, true).make(stage.nc);
        stage.start();
        return stage;
    }

    /** Starts the business logic with a new recorder. */
    void start() throws Exception {
        start(BusinessLogicOptions.defaults().withUser());
    }

    void start(BusinessLogicOptions options) throws Exception {
        recorder = new Recorder();
        logic = BusinessLogic.start(nc, options, recorder);
    }

    void stop() {
        logic.close();
    }

    void put(String key, String... subjects) throws Exception {
        List<String> quoted = new ArrayList<>();
        for (String subject : subjects) {
            quoted.add('"' + subject + '"');
        }
        putRaw("sessions", key, "{\"subscriptions\":[" + String.join(",", quoted) + "]}");
    }

    void putRaw(String bucket, String key, String value) throws Exception {
        nc.keyValue(bucket).put(key, value.getBytes(StandardCharsets.UTF_8));
    }

    void delete(String key) throws Exception {
        nc.keyValue("sessions").delete(key);
    }

    void workers(String key, int workers) throws Exception {
        putRaw("commands", key, "{\"workers\":" + workers + "}");
    }

    void publish(String subject, String payload) throws Exception {
        nc.jetStream().publish(subject, payload.getBytes(StandardCharsets.UTF_8));
    }

    List<String> consumers(String stream) throws IOException, JetStreamApiException {
        return management().getConsumerNames(stream).stream()
                .filter(name -> !name.startsWith("JS_"))
                .sorted()
                .toList();
    }

    ConsumerInfo consumer(String stream, String name) throws IOException, JetStreamApiException {
        return management().getConsumerInfo(stream, name);
    }

    JetStreamManagement management() throws IOException {
        return nc.jetStreamManagement();
    }

    static void soon(ThrowingRunnable assertion) {
        await().ignoreExceptions()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(SOON)
                .untilAsserted(assertion);
    }

    void close() throws Exception {
        logic.close();
        nc.close();
        server.close();
    }
}

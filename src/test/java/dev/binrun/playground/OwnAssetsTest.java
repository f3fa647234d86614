package dev.binrun.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams, consumers and buckets that the user's file adds to the live system. */
final class OwnAssetsTest {
    private static final String FILE = """
            streams:
              - { name: ORDERS, subjects: [orders.>], max_age: 24h, metadata: { owner: sue } }
            consumers:
              - { stream: ORDERS, durable_name: billing, filter_subject: orders.paid, backoff: [1s, 5s], max_deliver: 3 }
            kv:
              - { bucket: prices, history: 5 }
            objects:
              - { bucket: reports, max_bucket_size: 10MB }
            """;

    @TempDir
    private Path folder;

    private final List<String> lines = new ArrayList<>();
    private NatsServer server;
    private Connection nc;

    @BeforeEach
    void start() throws Exception {
        server = NatsServer.start(ServerOptions.ephemeral().withBinary(NatsBinary.find(System.getenv())));
        nc = Nats.connect(server.url());
    }

    @AfterEach
    void stop() throws Exception {
        nc.close();
        server.close();
    }

    @Test
    void missingAssets_areCreated() throws Exception {
        make(FILE);

        assertEquals(
                List.of(
                        "stream ORDERS was made",
                        "consumer billing of ORDERS was made",
                        "bucket prices was made",
                        "object store reports was made"),
                lines);
        assertEquals(
                Duration.ofHours(24),
                nc.jetStreamManagement()
                        .getStreamInfo("ORDERS")
                        .getConfiguration()
                        .getMaxAge());
        assertEquals(
                "orders.paid",
                nc.jetStreamManagement()
                        .getConsumerInfo("ORDERS", "billing")
                        .getConsumerConfiguration()
                        .getFilterSubject());
        assertEquals(5, nc.keyValueManagement().getStatus("prices").getMaxHistoryPerKey());
        assertEquals(
                10L * 1024 * 1024,
                nc.objectStoreManagement()
                        .getStatus("reports")
                        .getConfiguration()
                        .getMaxBucketSize());
    }

    @Test
    void equalAssets_stayWithoutALine() throws Exception {
        make(FILE);
        nc.jetStream().publish("orders.paid", new byte[0]);
        lines.clear();

        make(FILE);

        assertEquals(List.of(), lines);
        assertEquals(
                1,
                nc.jetStreamManagement()
                        .getStreamInfo("ORDERS")
                        .getStreamState()
                        .getMsgCount());
    }

    @Test
    void differentAssets_stay_withAWarning() throws Exception {
        make(FILE);
        lines.clear();

        make(FILE.replace("24h", "1h")
                .replace("sue", "tom")
                .replace("5s]", "6s]")
                .replace("history: 5", "history: 6"));

        assertEquals(
                List.of(
                        "warning: FILE:2:5: stream ORDERS is there already and stays as it is: max_age: wanted 3600000000000,"
                                + " is 86400000000000; metadata.owner: wanted \"tom\", is \"sue\"",
                        "warning: FILE:4:5: consumer billing of ORDERS is there already and stays as it is: backoff[1]: wanted"
                                + " 6000000000, is 5000000000",
                        "warning: FILE:6:5: bucket prices is there already and stays as it is: max_msgs_per_subject: wanted 6,"
                                + " is 5"),
                lines.stream().map(this::withoutFolder).toList());
    }

    @Test
    void rejectedAsset_isAnErrorWithItsPlace() {
        ServerException error = assertThrows(
                ServerException.class, () -> make("streams:\n  - { name: A, subjects: [a], retention: workqeue }\n"));

        assertEquals(
                "FILE:2:5: stream add: invalid JSON: can not unmarshal \"\\\"workqeue\\\"\": retention is 'workqeue' (10025)",
                withoutFolder(error.getMessage()));
        assertEquals(
                List.of(
                        "FILE:2:42: warning: unknown value 'workqeue' of 'retention' (did you mean 'workqueue'?); known values:"
                                + " limits, interest, workqueue; the server decides"),
                lines.stream()
                        .map(this::withoutFolder)
                        .map(line -> line.lines().findFirst().orElseThrow())
                        .toList());
    }

    @Test
    void invalidFile_isAnErrorWithAllProblems() {
        SettingException error = assertThrows(
                SettingException.class,
                () -> make("steams: []\nkv:\n  - { bucket: a, histroy: 5 }\n---\nstreams: []\n"));

        assertEquals(
                List.of(
                        "BINRUN_CONFIG:",
                        "FILE:1:1: this file has no 'steams' (did you mean 'streams'?)",
                        "FILE:3:18: 'kv add' has no 'histroy' (did you mean 'history'?)",
                        "FILE:5:1: a topology file has one document, this is another (move its content to the first)"),
                withoutFolder(error.getMessage())
                        .lines()
                        .filter(line -> !line.startsWith(" "))
                        .toList());
    }

    @Test
    void missingFile_isASettingError() {
        Path missing = folder.resolve("missing.yaml");
        PlaygroundSettings settings = PlaygroundSettings.of(
                Map.of("BINRUN_CONFIG", missing.toString(), "BINRUN_STORE_DIR", folder.toString()));

        SettingException error = assertThrows(SettingException.class, () -> Playground.start(settings, lines::add));

        assertEquals("BINRUN_CONFIG: the file " + missing + " cannot be read: it does not exist", error.getMessage());
    }

    private void make(String text) throws IOException, InterruptedException {
        OwnAssets.read(Files.writeString(folder.resolve("more.yaml"), text)).make(nc, lines::add);
    }

    private String withoutFolder(String message) {
        return message.replace(folder.resolve("more.yaml").toString(), "FILE");
    }
}

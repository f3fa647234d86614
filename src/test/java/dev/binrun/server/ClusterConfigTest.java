package dev.binrun.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.engine.SelfSigned;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.cluster.ClusterOptions;
import dev.binrun.server.cluster.NatsCluster;
import io.nats.client.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters of all sizes, configurations and versions serve replicas as soon as they have started. */
@Timeout(120)
@Isolated("elections depend on the machine's load")
@DisabledOnOs(OS.WINDOWS)
@Tag("slow")
class ClusterConfigTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String USERS = """
            {authorization: {users: [{user: me, password: secret}]}}""";
    private static final String ACCOUNTS = """
            {accounts: {A: {jetstream: true, users: [{user: me, password: secret}]},
                        B: {users: [{user: you, password: secret}]},
                        SYS: {users: [{user: admin, password: secret}]}},
             system_account: SYS}""";
    private static final String ACCOUNT_FOR_ANYONE = """
            {accounts: {A: {jetstream: true, users: [{user: me, password: secret}]}}, no_auth_user: me}""";

    @TempDir
    Path folder;

    @Test
    void start_fiveNodes_servesReplicasAtOnceAndAfterTwoKills() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(5));
                Client client = Client.connect(cluster.url("default", "n3"))) {
            client.add("ALL", 5);
            cluster.node("n1").kill();
            cluster.node("n5").kill();
            // create no stream now, because the leader may still place it on the killed nodes
            cluster.awaitHealthy(LIMIT);
            cluster.node("n1").start(LIMIT);
            cluster.node("n5").start(LIMIT);
            client.add("AGAIN", 5);
        }
    }

    /** No client without credentials may send requests to JetStream, so nodes are checked by their monitoring alone. */
    @ParameterizedTest
    @ValueSource(strings = {USERS, ACCOUNTS, ACCOUNT_FOR_ANYONE})
    void start_withUsersOrAccounts_servesReplicasAtOnceAndAfterARestart(String config) throws Exception {
        try (NatsCluster cluster = start(config);
                Client client = asMe(cluster)) {
            client.add("A", 3);
            cluster.node("n2").restart(LIMIT);
            client.add("B", 3);
            cluster.node("n1").pause();
            cluster.node("n1").resume(LIMIT);
        }
    }

    @Test
    void start_withTls_servesReplicasAtOnceToTlsClients() throws Exception {
        SelfSigned.make(folder, "server", "EC");
        String config = "{tls: {cert_file: \"%s\", key_file: \"%s\"}}"
                .formatted(folder.resolve("server-cert.pem"), folder.resolve("server-key.pem"));
        try (NatsCluster cluster = start(config)) {
            assertTrue(cluster.url("default", "n1").startsWith("tls://127.0.0.1:"), cluster.url("default", "n1"));
            try (Client client = Client.connect(Options.builder()
                    .server(cluster.url("default", "n1"))
                    .opentls()
                    .noReconnect()
                    .build())) {
                client.add("A", 3);
                cluster.node("n3").restart(LIMIT);
                client.add("B", 3);
            }
        }
    }

    @Test
    void start_withoutJetStream_opensRoutes() {
        try (NatsCluster cluster = start("{jetstream: false}")) {
            assertEquals(Optional.empty(), cluster.metaLeader());
            cluster.node("n2").restart(LIMIT);
            cluster.awaitHealthy(LIMIT);
        }
    }

    @Timeout(600)
    @ParameterizedTest
    @CsvSource({"2.10.29, 3", "2.11.10, 3", "2.12.1, 3", "2.10.29, 5", "2.12.1, 5"})
    void start_olderServersTenTimes_servesReplicasAtOnce(String version, int nodes) throws Exception {
        Optional<NatsBinary> binary = GoBuild.of(version);
        assumeTrue(binary.isPresent(), "no nats-server " + version + ": go install could not build it");
        ServerOptions options = ServerOptions.ephemeral().withBinary(binary.get());
        for (int i = 0; i < 10; i++) {
            try (NatsCluster cluster = NatsCluster.start(new ClusterOptions(nodes, true, options));
                    Client client = Client.connect(cluster.url("default", "n2"))) {
                assertEquals(version, cluster.node("n1").version());
                client.add("A", nodes);
                if (i == 0) {
                    cluster.node("n1").restart(LIMIT);
                    client.add("B", nodes);
                }
            }
        }
    }

    @Timeout(600)
    @ParameterizedTest
    @CsvSource({"3, 50", "5, 20"})
    void start_withAllCoresBusy_neverFails(int nodes, int times) throws Exception {
        List<Process> busy = new ArrayList<>();
        try {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                busy.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
            }
            for (int i = 0; i < times; i++) {
                try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(nodes));
                        Client client = Client.connect(cluster.urls("default"))) {
                    client.add("A", nodes);
                }
            }
        } finally {
            busy.forEach(Process::destroyForcibly);
        }
    }

    private static NatsCluster start(String config) {
        JsonObject tree = JsonParser.parseString(config).getAsJsonObject();
        return NatsCluster.start(
                new ClusterOptions(3, true, ServerOptions.ephemeral().withConfig(tree)));
    }

    private static Client asMe(NatsCluster cluster) throws Exception {
        return Client.connect(Options.builder()
                .server(cluster.url("default", "n1"))
                .userInfo("me", "secret")
                .noReconnect()
                .build());
    }
}

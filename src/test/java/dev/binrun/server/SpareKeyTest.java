package dev.binrun.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.binrun.server.binary.NatsBinary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpareKeyTest {
    @TempDir
    static Path temporary;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{max_payload: 65536, Max_Pending: 1048576}",
                "{jetstream: {domain: hub, max_file_store: 1GB}}",
                "{JetStream: false}",
                "{accounts: {A: {users: [{user: a, password: b}], jetstream: enabled}}, no_auth_user: a}"
            })
    void of_privateConfig_isTheSameForEqualOptions(String config) throws Exception {
        Optional<SpareKey> key =
                SpareKey.of(options().withConfig(JsonParser.parseString(config).getAsJsonObject()));
        assertTrue(key.isPresent());
        assertEquals(
                key,
                SpareKey.of(options()
                        .withConfig(JsonParser.parseString(config).getAsJsonObject())
                        .withLogLine(System.out::println)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{port: 4222}",
                "{listen: '127.0.0.1:4222'}",
                "{http: 8222}",
                "{tls: {cert_file: cert.pem}}",
                "{leafnodes: {remotes: [{url: 'nats://127.0.0.1:7422'}]}}",
                "{websocket: {port: 8080, no_tls: true}}",
                "{resolver: {type: full, dir: jwt}}",
                "{server_name: other}",
                "{Jetstream: {key: secret}}"
            })
    void of_configThatCouldBeShared_isEmpty(String config) throws Exception {
        assertEquals(
                Optional.empty(),
                SpareKey.of(options().withConfig(JsonParser.parseString(config).getAsJsonObject())));
    }

    static Stream<ServerOptions> optionsOfOneServer() throws Exception {
        return Stream.of(
                options().withPort(4222),
                options().withStoreDir(temporary),
                options().withMonitorPort(8222),
                options().withStartProgress(System.out::println),
                options().withBinary(new NatsBinary(temporary.resolve("missing"), "2.14.0", "test")));
    }

    @ParameterizedTest
    @MethodSource("optionsOfOneServer")
    void of_optionsThatCouldBeShared_isEmpty(ServerOptions options) {
        assertEquals(Optional.empty(), SpareKey.of(options));
    }

    static Stream<ServerOptions> otherOptions() throws Exception {
        Path executable = Files.createFile(temporary.resolve("other-executable"));
        return Stream.of(
                options().withName("other"),
                options().withMonitorPort(-1),
                options().withConfig(Map.of("max_payload", 1024)),
                options().withEnvironment(Map.of("A", "b")),
                options().withStartTimeout(Duration.ofSeconds(1)),
                options().withBinary(new NatsBinary(executable, "2.14.0", "test")));
    }

    @ParameterizedTest
    @MethodSource("otherOptions")
    void of_otherOptions_differs(ServerOptions options) throws Exception {
        assertTrue(SpareKey.of(options).isPresent());
        assertNotEquals(SpareKey.of(options()), SpareKey.of(options));
    }

    @Test
    void of_executableReplaced_differs() throws Exception {
        Optional<SpareKey> before = SpareKey.of(options());
        Files.setLastModifiedTime(temporary.resolve("executable"), FileTime.fromMillis(1_000_000));
        assertNotEquals(before, SpareKey.of(options()));
    }

    @Test
    void of_noBinary_findsIt() {
        NatsBinary found = NatsBinary.find(System.getenv());
        assertEquals(SpareKey.of(ServerOptions.ephemeral().withBinary(found)), SpareKey.of(ServerOptions.ephemeral()));
    }

    private static ServerOptions options() throws Exception {
        Path executable = temporary.resolve("executable");
        if (!Files.exists(executable)) {
            Files.createFile(executable);
        }
        return ServerOptions.ephemeral().withBinary(new NatsBinary(executable, "2.14.0", "test"));
    }
}

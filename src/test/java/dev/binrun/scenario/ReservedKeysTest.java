package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReservedKeysTest {
    private static final String STORE =
            "each server stores in a folder of its own, which is removed with it. Remove the key";

    @ParameterizedTest
    @ValueSource(strings = {"store", "store_dir", "storedir", "Store_Dir"})
    void store_inServerConfig_isInvalidAtItsPlace(String key) {
        ScenarioAssertions.wrongTop(
                "server:\n  config: { jetstream: { max_mem: 1MB, " + key + ": /home/me/precious } }",
                "2:40: server.config must not set 'jetstream." + key + "': " + STORE);
        if (!key.equals("store")) {
            ScenarioAssertions.wrongTop(
                    "server: { nodes: 3, config: { " + key + ": x } }",
                    "1:31: server.config must not set '" + key + "': " + STORE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"log_file", "logfile", "syslog", "remote_syslog"})
    void log_inServerConfig_isInvalidInAnyCase(String key) {
        for (String written : new String[] {key, key.toUpperCase(Locale.ROOT)}) {
            ScenarioAssertions.wrongTop(
                    "server: { config: { " + written + ": x } }",
                    "1:21: server.config must not set '" + written
                            + "': binrun reads the log to learn the port. Remove the key and read the log through binrun");
        }
    }

    @Test
    void keys_severalReserved_areAllReported() {
        ScenarioAssertions.wrongTop(
                "server: { config: { pid_file: x, tls: { handshake_first: True }, PidFile: x } }",
                "1:21: server.config must not set 'pid_file': binrun sets the file of the process id. Remove the key",
                "1:41: server.config must not set 'tls.handshake_first': binrun reads the server's first line to see"
                        + " whether it is ready. Use \"auto\", which serves clients of both kinds",
                "1:66: server.config must not set 'PidFile': binrun sets the file of the process id. Remove the key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port: 4555",
                "Port: 4555",
                "port: 0",
                "listen: '127.0.0.1:4555'",
                "listen: 4555",
                "prof_port: 4555",
                "websocket: { port: 4555 }",
                "WS: { Listen: 'localhost:4555' }",
                "mqtt: { port: 4555 }",
                "leafnodes: { port: 4555 }",
                "gateway: { port: 4555 }",
                "http: 4555",
                "http_port: -1",
                "https: 4555",
                "Http_Base_Path: /x",
                "server_name: me",
                "cluster: { authorization: { user: a, password: b } }",
                "Cluster: { name: mine }",
            })
    void keys_thatNodesCannotShare_areInvalidOnlyInACluster(String key) {
        String problem = ScenarioAssertions.problems(
                        ScenarioAssertions.read("server: { nodes: 3, config: { " + key + " } }\nnumSessions: 3\n"))
                .get(0);
        assertTrue(problem.matches("1:\\d+: server.config must not set '[\\w.]+': .*Remove the key.*"), problem);
        ScenarioAssertions.valid("server: { config: { " + key + " } }\nnumSessions: 3\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port: -1",
                "listen: '127.0.0.5:-1'",
                "websocket: { port: -1, no_tls: true }",
                "host: '::1'",
                "cluster: { pool_size: 1 }",
            })
    void keys_thatNodesCanShare_areValid(String key) {
        ScenarioAssertions.valid("server: { nodes: 3, config: { " + key + " } }\nnumSessions: 3\n");
    }

    @Test
    void keys_sameNameElsewhere_areValid() {
        ScenarioAssertions.valid(
                "server: { config: { tls: { first: auto }, accounts: { A: { jetstream: { store: 1MB } } } } }\n"
                        + "steps: [ { stream info: A, expect: { x: 1 } } ]");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "host: 0.0.0.0 | 1:21 | host | 0.0.0.0",
                "net: example.com | 1:21 | net | example.com",
                "listen: '0.0.0.0:-1' | 1:21 | listen | 0.0.0.0",
                "listen: '[::]:-1' | 1:21 | listen | ::",
                "http: '10.0.0.1:8222' | 1:21 | http | 10.0.0.1",
                "websocket: { Host: 0.0.0.0, port: -1 } | 1:34 | websocket.Host | 0.0.0.0",
                "MQTT: { listen: '192.168.1.1:1883' } | 1:29 | MQTT.listen | 192.168.1.1",
                "cluster: { host: 127.0.0.1.example.com } | 1:32 | cluster.host | 127.0.0.1.example.com",
            },
            delimiter = '|')
    void listener_notOnLoopback_isInvalid(String key, String place, String name, String host) {
        ScenarioAssertions.wrongTop(
                "server: { config: { " + key + " } }",
                place + ": server.config must not set '" + name + "': \"" + host
                        + "\" is not a loopback address, so other machines could connect. Write 127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "leafnodes: { remotes: [ { url: 'nats-leaf://u:p@example.com:7422' } ] } | 1:47 | "
                        + "leafnodes.remotes.0.url",
                "leafnodes: { remotes: [ { urls: [ 'nats://localhost:1', 'tls://example.com' ] } ] }"
                        + " | 1:77 | leafnodes.remotes.0.urls.1",
                "gateway: { name: A, gateways: [ { name: B, url: 'nats://example.com:7222' } ] }"
                        + " | 1:64 | gateway.gateways.0.url",
                "cluster: { routes: [ 'nats-route://example.com:6222' ] } | 1:42 | cluster.routes.0",
                "resolver: 'URL(http://example.com/jwt/v1/accounts/)' | 1:21 | resolver",
            },
            delimiter = '|')
    void connection_toAnotherMachine_isInvalidAndItsPasswordMasked(String key, String place, String name) {
        ScenarioAssertions.wrongTop(
                "server: { config: { " + key + " } }",
                place + ": server.config must not set '" + name
                        + "': \"example.com\" is on another machine, but a test server connects to this machine only."
                        + " Name a loopback address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host: localhost",
                "host: '::1'",
                "listen: '127.0.0.7:-1'",
                "http: 'localhost:-1'",
                "websocket: { port: -1, no_tls: true }",
                "leafnodes: { remotes: [ { url: 'nats-leaf://u:p%40@127.0.0.1:7422' } ] }",
                "gateway: { name: A, gateways: [ { name: B, urls: [ 'nats://[::1]:7222' ] } ] }",
                "resolver: 'URL(http://127.0.0.1:9090/jwt/v1/accounts/)'",
                "resolver: MEMORY",
                "resolver: { type: full, dir: jwt }",
            })
    void listener_onLoopback_isValid(String key) {
        ScenarioAssertions.valid("server: { config: { " + key + " } }\nnumSessions: 3\n");
    }

    @Test
    void files_outsideOfTheServersFolder_areInvalid() {
        String outside = "a test server writes into its own folder only. Write a path that is relative to this folder";
        ScenarioAssertions.wrongTop(
                "server: { config: { ports_file_dir: /tmp } }",
                "1:21: server.config must not set 'ports_file_dir': binrun reads the ports from the log. Remove the key");
        ScenarioAssertions.wrongTop(
                "server: { config: { resolver: { type: full, dir: /tmp/jwt } } }",
                "1:45: server.config must not set 'resolver.dir': " + outside);
        ScenarioAssertions.wrongTop(
                "server: { config: { resolver: { type: full, dir: a/../../jwt } } }",
                "1:45: server.config must not set 'resolver.dir': " + outside);
        ScenarioAssertions.wrongTop(
                "server: { config: { ocsp_cache: { type: local, local_store: /tmp/x } } }",
                "1:48: server.config must not set 'ocsp_cache.local_store': the server would write files "
                        + "outside of its own"
                        + " folder. Remove the key");
    }

    @Test
    void operatorFile_relative_isResolvedAgainstTheScenario() {
        ScenarioAssertions.wrongTop(
                "server: { config: { operator: op.jwt } }",
                "1:31: the file 'op.jwt' does not exist (paths are relative to the scenario's folder)");
        ScenarioAssertions.valid("server: { config: { operators: [ eyJ0eXAiOiJKV1QifQ.e30.x ] } }\nnumSessions: 3\n");
    }
}

package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReservedKeysTest {
    private static final String STORE =
            "a server of ours stores in a folder of its own, which goes with it. Remove it: what a test needs, it makes";

    @ParameterizedTest
    @ValueSource(strings = {"store", "store_dir", "storedir", "Store_Dir"})
    void storeOfTheUser_isRefusedWhereItStands(String key) {
        Reading.wrongTop(
                "server:\n  config: { jetstream: { max_mem: 1MB, " + key + ": /home/me/precious } }",
                "2:40: server.config must not set 'jetstream." + key + "': " + STORE);
        if (!key.equals("store")) {
            Reading.wrongTop(
                    "server: { nodes: 3, config: { " + key + ": x } }",
                    "1:31: server.config must not set '" + key + "': " + STORE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"log_file", "logfile", "syslog", "remote_syslog"})
    void logElsewhere_isRefusedInAnyCase(String key) {
        for (String written : new String[] {key, key.toUpperCase(Locale.ROOT)}) {
            Reading.wrongTop(
                    "server: { config: { " + written + ": x } }",
                    "1:21: server.config must not set '" + written
                            + "': its log is read to learn its port. Remove it, and read the log through binrun");
        }
    }

    @Test
    void severalKeys_areAllSaid() {
        Reading.wrongTop(
                "server: { config: { pid_file: x, tls: { handshake_first: True }, PidFile: x } }",
                "1:21: server.config must not set 'pid_file': its pid is ours to ask for. Remove it",
                "1:41: server.config must not set 'tls.handshake_first': what the server says first tells whether it is"
                        + " ready. Use \"auto\", which serves clients of both kinds",
                "1:66: server.config must not set 'PidFile': its pid is ours to ask for. Remove it");
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
    void whatNodesCannotShare_isRefusedInAClusterOnly(String key) {
        String problem = Reading.problems(
                        Reading.read("server: { nodes: 3, config: { " + key + " } }\nnumSessions: 3\n"))
                .get(0);
        assertTrue(problem.matches("1:\\d+: server.config must not set '[\\w.]+': .*Remove it.*"), problem);
        Reading.valid("server: { config: { " + key + " } }\nnumSessions: 3\n");
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
    void whatNodesCanShare_isFine(String key) {
        Reading.valid("server: { nodes: 3, config: { " + key + " } }\nnumSessions: 3\n");
    }

    @Test
    void keysOfTheSameNameElsewhere_areFine() {
        Reading.valid("server: { config: { tls: { first: auto }, accounts: { A: { jetstream: { store: 1MB } } } } }\n"
                + "steps: [ { stream info: A, expect: { x: 1 } } ]");
    }
}

package dev.binrun.scenario;

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

    @Test
    void keysOfTheSameNameElsewhere_areFine() {
        Reading.valid("server: { config: { tls: { first: auto }, accounts: { A: { jetstream: { store: 1MB } } } } }\n"
                + "steps: [ { stream info: A, expect: { x: 1 } } ]");
    }
}

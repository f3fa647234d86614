package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.binary.NatsBinary;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that dies during a scenario. A reply that it does not send proves nothing. */
@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
final class DeadServerTest {
    @TempDir
    Path folder;

    @Test
    void server_diesWhileAStepWaits_isBrokenNotFailed() throws Exception {
        Verdict verdict = Running.of(new Engine(dyingSoon(folder)), """
                timeout: 8s
                steps:
                  - account info:
                    within: 7s
                    expect: { memory: 1 }
                """);

        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict.details());
        assertTrue(
                verdict.message().startsWith("the server ended by itself: test.yaml:3: account info: "),
                verdict.message());
    }

    @Test
    void server_dies_checksAreNotJudged() throws Exception {
        Verdict verdict = Running.of(new Engine(dyingSoon(folder)), """
                streams: [{ name: ORDERS, subjects: [orders.>], storage: memory }]
                steps:
                  - pub: { subject: orders.new, data: same, count: 2 }
                  - sleep: 5s
                checks:
                  - no-duplicates: ORDERS
                """);

        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict.details());
        assertEquals(
                "the server ended by itself: the scenario's last step was done", verdict.message(), verdict.details());
        assertTrue(
                verdict.details().contains("\n     6            not run            no-duplicates"), verdict.details());
    }

    /** The server lives long enough for a busy machine to begin with the steps. */
    static Map<String, String> dyingSoon(Path folder) throws Exception {
        Path server = folder.resolve("nats-server");
        Files.writeString(server, """
                #!/bin/sh
                case "$1" in -v | --version) exec "%1$s" "$@" ;; esac
                (sleep 3; kill -9 $$) >/dev/null 2>&1 &
                exec "%1$s" "$@"
                """.formatted(NatsBinary.find(System.getenv()).path()));
        assertTrue(server.toFile().setExecutable(true));
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("BINRUN_NATS_SERVER", server.toString());
        return environment;
    }
}

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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server that does not come back from a start is neither a crash nor a failure of the system under test. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
@Tag("slow")
final class NotBackTest {
    @TempDir
    Path folder;

    @Test
    void start_tooSlow_isBrokenWithTheReason() throws Exception {
        Verdict verdict = Running.of(new Engine(startingOnce("exec sleep 30")), """
                steps:
                  - server stop:
                  - server start: { timeout: 300ms }
                checks:
                  - no-duplicates: ORDERS
                """);

        assertBroken(
                verdict,
                "test.yaml:3: server start: nats-server n1 did not come back: it was not ready: it did not listen");
        assertTrue(verdict.details().contains("not run            no-duplicates"), verdict.details());
    }

    @Test
    void restart_serverEndsAtOnce_isBrokenWithItsStatus() throws Exception {
        Verdict verdict = Running.of(new Engine(startingOnce("exit 7")), """
                steps:
                  - server restart: n1
                    expect: { state: running }
                """);

        assertBroken(
                verdict,
                "test.yaml:2: server restart: nats-server n1 did not come back: it was not ready: it ended with status 7");
    }

    @Test
    void start_timeIsUp_isBrokenNotFailed() throws Exception {
        Verdict verdict = Running.of(new Engine(startingOnce("exec sleep 3")), """
                timeout: 1s
                steps:
                  - server stop:
                  - server start:
                    expect: { state: running }
                """);

        assertBroken(
                verdict,
                "the server did not come back: test.yaml:4: server start: the time is up: the scenario's timeout is 1s");
    }

    @Test
    void start_tooSlowBesideAFailure_isBroken() throws Exception {
        Verdict verdict = Running.of(new Engine(startingOnce("exec sleep 30")), """
                steps:
                  - server stop:
                  - parallel:
                    - - server start: { timeout: 200ms }
                    - - server info: n1
                        within: 1s
                        expect: { state: gone }
                      - server info: n1
                        expect: { state: running }
                """);

        assertBroken(verdict, "");
        assertTrue(verdict.message().contains("did not come back: "), verdict.report());
    }

    @Test
    void start_afterACrash_isStillBroken() throws Exception {
        Verdict verdict = Running.of(new Engine(DeadServerTest.dyingSoon(folder)), """
                steps:
                  - server info: n1
                    within: 10s
                    expect: { state: crashed }
                  - server start:
                """);

        assertBroken(
                verdict,
                "test.yaml:5: server start: nats-server n1 cannot be started again: it crashed, so later"
                        + " steps would prove nothing. See its log");
    }

    private static void assertBroken(Verdict verdict, String message) {
        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict.report());
        assertTrue(verdict.message().startsWith(message), verdict.report());
        assertEquals(1, verdict.message().lines().count(), verdict.message());
    }

    /** @param again the shell command of its second start */
    private Map<String, String> startingOnce(String again) throws Exception {
        Path server = folder.resolve("nats-server");
        Files.writeString(
                server, """
                #!/bin/sh
                case "$1" in -v | --version) exec "%1$s" "$@" ;; esac
                [ -e "%2$s" ] && %3$s
                touch "%2$s"
                exec "%1$s" "$@"
                """.formatted(NatsBinary.find(System.getenv()).path(), folder.resolve("started"), again));
        assertTrue(server.toFile().setExecutable(true));
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("BINRUN_NATS_SERVER", server.toString());
        return environment;
    }
}

package dev.binrun.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.engine.Engine;
import dev.binrun.engine.Running;
import dev.binrun.server.binary.NatsBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The verdict survives a failure to close the run: a server's folder has paths that are too long to be removed. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class RunEndingTest {
    private static final String DEEP = """
            #!/bin/sh
            [ "$1" = -v ] && exec %1$s -v
            (
                cd "$(dirname "$2")"
                name=$(printf '%%0200d' 0)
                for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22; do mkdir $name; cd $name; done
            )
            %2$s
            """;

    @TempDir
    Path folder;

    @Test
    void close_failsAfterAFailedRun_staysFailedAndReportsIt() throws IOException {
        Verdict verdict = run("expect: { state: { messages: 1 } }", "exec SERVER \"$@\"");
        assertEquals(Outcome.FAILED, verdict.outcome(), verdict::report);
        assertTrue(verdict.message().contains("state.messages"), verdict.message());
        assertTrue(
                verdict.report().contains("after the end of the scenario (FAILED): the server's folder "),
                verdict::report);
    }

    @Test
    void close_failsAfterAPassedRun_isBroken() throws IOException {
        Verdict verdict = run("expect: { state: { messages: 0 } }", "exec SERVER \"$@\"");
        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict::report);
        assertTrue(
                verdict.message().startsWith("after the end of the scenario (PASSED): the server's folder ")
                        && verdict.message().contains("File name too long"),
                verdict.message());
    }

    @Test
    void close_failsAfterAFailedStart_reportsBoth() throws IOException {
        Verdict verdict = run("error: {}", "exit 3");
        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict::report);
        assertTrue(verdict.message().contains("it ended with status 3"), verdict.message());
        assertTrue(verdict.report().contains("and then: the server's folder "), verdict::report);
    }

    @Test
    void failure_diskIsFull_isBroken() throws IOException {
        Verdict verdict = run(
                "expect: { state: { messages: 1 } }",
                "echo '[1] [ERR] write blk.msg: no space left on device'; exec SERVER \"$@\"");
        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict::report);
        assertTrue(
                verdict.message().startsWith("the disk of ")
                        && verdict.message()
                                .contains(
                                        " is full (free some space, or choose another disk with -Djava.io.tmpdir=…): "),
                verdict.message());
    }

    private Verdict run(String step, String end) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        String server = NatsBinary.find(environment).path().toString();
        Path script = folder.resolve("nats-server");
        Files.writeString(script, DEEP.formatted(server, end.replace("SERVER", server)));
        assertTrue(script.toFile().setExecutable(true));
        environment.put("BINRUN_NATS_SERVER", script.toString());
        return Running.of(
                new Engine(environment), "streams: [ { name: A } ]\nsteps: [ { stream info: A, " + step + " } ]\n");
    }
}

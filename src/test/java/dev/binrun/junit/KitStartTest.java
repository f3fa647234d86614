package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.opentest4j.TestAbortedException;

/** A machine without a nats-server executable. */
@Timeout(120)
class KitStartTest {
    private static final String NONE = "no nats-server ";

    @TempDir
    private Path empty;

    @ParameterizedTest
    @ValueSource(strings = {"", "false", "FALSE"})
    void binary_none_abortsWithTheReason(String ci) {
        String message = assertThrows(TestAbortedException.class, () -> KitStart.binary(without(ci)))
                .getMessage();
        assertTrue(message.startsWith(NONE), message);
        assertTrue(message.contains("set BINRUN_NATS_SERVER to an executable"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1", "woodpecker"})
    void binary_noneOnCi_fails(String ci) {
        String message = assertThrows(ServerException.class, () -> KitStart.binary(without(ci)))
                .getMessage();
        assertTrue(message.startsWith(NONE), message);
        assertTrue(
                message.endsWith("\nthe test fails because the variable CI is set; without CI, it is aborted"),
                message);
    }

    @Test
    void binary_wrongSetting_failsEverywhere() {
        Map<String, String> environment = without("");
        environment.put("BINRUN_NATS_SERVER", empty.resolve("nowhere").toString());
        assertThrows(SettingException.class, () -> KitStart.binary(environment));
    }

    /** The class is aborted or fails as a whole, in a JVM with these variables. */
    @Test
    void class_noExecutable_isAbortedOrFails() throws Exception {
        String onDesk = run("");
        assertTrue(onDesk.startsWith("ABORTED [" + NONE), onDesk);
        String onCi = run("true");
        assertTrue(onCi.startsWith("FAILED [" + NONE), onCi);
    }

    private String run(String ci) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutExecutable.class.getName());
        builder.environment().clear();
        builder.environment().putAll(without(ci));
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(5, TimeUnit.SECONDS), "it has closed its output, but did not end");
        return output;
    }

    private Map<String, String> without(String ci) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH", empty.toString(),
                "HOME", empty.toString(),
                "BINRUN_CACHE", empty.toString(),
                "BINRUN_OFFLINE", "true"));
        environment.put("CI", ci);
        return environment;
    }

    /** Runs the sample and prints its result. */
    static final class WithoutExecutable {
        public static void main(String... args) {
            KitRun run = KitRun.of(Sample.class);
            for (Status status : List.of(Status.ABORTED, Status.FAILED)) {
                if (!run.messages(status).isEmpty()) {
                    System.out.println(status + " " + run.messages(status));
                }
            }
        }
    }

    @EmbeddedNats(scope = NatsScope.CLASS)
    static class Sample {
        @Test
        void one() {
            throw new AssertionError("the test must not run");
        }
    }
}

package dev.binrun.playground;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real nats CLI drives the live system, which runs in its own process and is restarted halfway. */
@Timeout(120)
@Tag("slow")
@DisabledOnOs(OS.WINDOWS)
final class PlaygroundEndToEndTest {
    private static final Duration CTRL_C = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private NatsCli cli;
    private PlaygroundProcess playground;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Optional<NatsCli> found = NatsCli.find(folder.resolve("home"));
        assumeTrue(found.isPresent(), NatsCli.ABSENT);
        cli = found.get();
        playground = PlaygroundProcess.start(folder.resolve("js"));
    }

    @AfterEach
    void end() {
        if (playground != null) {
            playground.close();
        }
    }

    @Test
    void proposedLines_workWhenPasted_andShowSomething() throws Exception {
        assertEquals(3, playground.proposals().size());
        for (String line : playground.proposals()) {
            cli.paste(line);
        }
        playground.await("session Alice subscribes to event.orders.created");
        playground.await("event for Alice: event.orders.created #1 order 1");
        playground.await("command for COMMAND_X: command.x #1 pay order 1");
    }

    @Test
    void sessionsAndWorkers_followTheBuckets() throws Exception {
        nats("pub event.orders.created 'order 1'");
        nats("kv put sessions Alice '{\"subscriptions\":[\"event.orders.created\"]}'");
        playground.await("event for Alice: event.orders.created #1 order 1");
        assertEquals(
                "event.orders.created",
                consumer("EVENT", "Alice").get("filter_subject").getAsString());

        nats("kv put sessions Alice '{\"subscriptions\":[\"event.orders.created\",\"event.orders.paid\"]}'");
        playground.await("session Alice now subscribes to event.orders.created, event.orders.paid");
        nats("pub event.orders.paid 'order 1'");
        playground.await("event for Alice: event.orders.paid #2 order 1");
        assertEquals(
                2, consumer("EVENT", "Alice").getAsJsonArray("filter_subjects").size());

        nats("kv put sessions Alice '{\"subscriptions\":\"event.orders.paid\"}'");
        playground.await("warning: sessions key Alice revision 3 rejected, nothing changes:"
                + " subscriptions must be a list of subjects, not \"event.orders.paid\"");
        nats("kv del sessions Alice -f");
        playground.await("session Alice has ended");
        assertTrue(nats("consumer ls EVENT -n").isBlank()
                || !nats("consumer ls EVENT -n").contains("Alice"));

        nats("pub command.y 'do it'");
        nats("kv put commands y '{\"workers\":2}'");
        playground.await("COMMAND_Y has 2 workers");
        playground.await("command for COMMAND_Y: command.y #1 do it");
        nats("kv put commands Y '{\"workers\":1}'");
        playground.await("warning: commands key Y revision 2 rejected");
        nats("kv del commands y -f");
        playground.await("COMMAND_Y has ended");
    }

    @Test
    void restarts_hold() throws Exception {
        nats("kv put sessions Alice '{\"subscriptions\":[\"event.a\"]}'");
        publish("first");
        stopByCtrlC();

        restart();
        assertTrue(playground.lines().contains("session Alice subscribes to event.a"), playground.lines()::toString);
        publish("second");
        assertHeld(2);
        assertEquals(List.of("first", "second"), payloads("command for COMMAND_X"), "each was worked once");
        assertEquals(List.of("first", "second"), payloads("event for Alice"), "each came once");

        publish("third");
        playground.kill();
        told.addAll(playground.lines());
        restart();
        publish("fourth");
        assertHeld(4);
        assertEquals(
                List.of("first", "second", "third", "fourth"),
                payloads("command for COMMAND_X").stream().distinct().toList(),
                "each was worked at least once");
        stopByCtrlC();
    }

    @Test
    void secondLiveSystem_sameStoreOrPort_isAnErrorWithTheFix() throws Exception {
        try (PlaygroundProcess second = PlaygroundProcess.launch(folder.resolve("js"), "-1")) {
            assertEquals(3, second.exitCodeWithin(Duration.ofSeconds(60)));
            assertEquals(
                    "the live system of process " + playground.pid() + " uses the store " + folder.resolve("js")
                            + "; end that one, or choose another folder with --store-dir or BINRUN_STORE_DIR",
                    second.lines().get(0));
        }
        String port = playground.url().replaceAll(".*:", "");
        try (PlaygroundProcess second = PlaygroundProcess.launch(folder.resolve("other"), port)) {
            assertEquals(3, second.exitCodeWithin(Duration.ofSeconds(60)));
            assertTrue(second.lines().get(0).startsWith("port " + port + " is taken: "), second.lines()::toString);
        }
    }

    @Test
    void serverThatEndsByItself_endsTheProcess_withoutAStackTrace() throws Exception {
        String lock = Files.readString(folder.resolve("js").resolve("playground.lock"));
        ProcessHandle.of(Long.parseLong(lock.lines().toList().get(1).split(" ")[0]))
                .orElseThrow()
                .destroyForcibly();
        assertEquals(3, playground.exitCodeWithin(Duration.ofSeconds(60)), playground.lines()::toString);
        assertEquals(
                List.of("the nats-server at " + playground.url()
                        + " ended by itself; start again, with BINRUN_SERVER_LOG=true to see why"),
                playground.lines().subList(5, playground.lines().size()));
    }

    private void publish(String payload) throws Exception {
        nats("pub event.a " + payload);
        nats("pub command.x " + payload);
        playground.await(" " + payload, "command for COMMAND_X");
        playground.await(" " + payload, "event for Alice");
    }

    private void stopByCtrlC() throws Exception {
        playground.interrupt();
        assertEquals(0, playground.exitCodeWithin(CTRL_C), playground.lines()::toString);
        String output = playground.lines().stream()
                .skip(5)
                .filter(line -> !line.matches("(event|command|session|COMMAND_X) .*|  nats .*|Live system .*"))
                .collect(Collectors.joining("\n"));
        assertEquals("", output, "no stack trace, no line about the connection");
        told.addAll(playground.lines());
    }

    private void restart() throws Exception {
        playground = PlaygroundProcess.start(folder.resolve("js"));
    }

    private void assertHeld(int commands) {
        soon(() -> assertEquals(commands, messages("COMMANDX_MIRROR")));
        soon(() -> assertEquals(0, messages("COMMAND")));
        soon(() -> assertEquals(commands, messages("EVENT_MIGRATED")));
        assertEquals(commands, payloads("event for Alice").stream().distinct().count());
    }

    private List<String> payloads(String start) {
        List<String> all = new ArrayList<>(told);
        all.addAll(playground.lines());
        return all.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.replaceAll(".* ", ""))
                .toList();
    }

    private int messages(String stream) throws Exception {
        return json("stream info " + stream + " --json")
                .getAsJsonObject("state")
                .get("messages")
                .getAsInt();
    }

    private JsonObject consumer(String stream, String name) throws Exception {
        return json("consumer info " + stream + " " + name + " --json").getAsJsonObject("config");
    }

    private JsonObject json(String command) throws Exception {
        return JsonParser.parseString(nats(command)).getAsJsonObject();
    }

    private String nats(String command) throws Exception {
        return cli.paste("nats -s " + playground.url() + " " + command);
    }

    private static void soon(ThrowingRunnable assertion) {
        await().ignoreExceptions()
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(assertion);
    }
}

package dev.binrun.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.page.PageEvents;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live page of a run, in a process of its own. */
@Tag("slow")
@Timeout(120)
class RunPageTest {
    @TempDir
    private Path folder;

    @Test
    void page_showsOneScenarioAfterAnother() throws Exception {
        Path file = Files.writeString(folder.resolve("a.yaml"), """
                name: First
                streams: [{ name: ORDERS, subjects: [orders.>] }]
                steps: [{ sleep: 6s }, { pub: orders.a x, expect: { seq: 1 } }]
                ---
                name: Second
                streams: [{ name: BILLS, subjects: [bills.>] }]
                steps: [{ sleep: 6s }, { pub: bills.a x, expect: { seq: 1 } }]
                """);
        Process process = start("run", file.toString(), "--jobs", "1", "--ui", "--ui-port", "-1");
        try (BufferedReader out = process.inputReader()) {
            String page = out.readLine();
            assertTrue(page.startsWith("live page: http://127.0.0.1:"), page);
            String url = page.substring("live page: ".length());

            JsonObject first = shown(url, "First");
            JsonObject second = shown(url, "Second");

            assertEquals("ORDERS", stream(first));
            assertEquals("BILLS", stream(second));
            assertFalse(first.get("server").equals(second.get("server")));
            assertTrue(process.waitFor(1, TimeUnit.MINUTES));
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void portWithoutThePage_isAUsageError() {
        FakeShell shell = new FakeShell();

        assertEquals(2, shell.execute("run", "--ui-port", "9000"));

        assertEquals("--ui-port: the live page is off; add --ui\nSee './jbang binrun.java run --help'.\n", shell.err());
    }

    /** The events end with the servers of a scenario, and a browser opens them again. */
    private static JsonObject shown(String url, String title) {
        return await().ignoreExceptions()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> inOneConnection(url, title), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<JsonObject> inOneConnection(String url, String title) throws Exception {
        try (PageEvents events = new PageEvents(url + "/events")) {
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> events.hasEnded() || find(events, title).isPresent());
            return find(events, title);
        }
    }

    private static Optional<JsonObject> find(PageEvents events, String title) {
        return events.named("snapshot").stream()
                .map(JsonElement::getAsJsonObject)
                .filter(snapshot -> snapshot.has("streams")
                        && snapshot.getAsJsonArray("streams").size() == 1
                        && snapshot.getAsJsonObject("server")
                                .get("title")
                                .getAsString()
                                .equals(title))
                .findFirst();
    }

    private static String stream(JsonObject snapshot) {
        return snapshot.getAsJsonArray("streams")
                .get(0)
                .getAsJsonObject()
                .get("name")
                .getAsString();
    }

    private Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.binrun.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "GITHUB_ACTIONS"));
        return builder.start();
    }
}

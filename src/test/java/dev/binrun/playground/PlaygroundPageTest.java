package dev.binrun.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.binrun.page.PageEvents;
import dev.binrun.server.host.SettingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The live page of a live system. */
@Timeout(120)
class PlaygroundPageTest {
    private static final Map<String, String> PAGE = Map.of("BINRUN_UI", "true", "BINRUN_UI_PORT", "-1");
    private static final String LINE = "Live page on ";

    @TempDir
    private Path folder;

    private LiveSystem live;

    @BeforeEach
    void create() {
        live = new LiveSystem(folder.resolve("js"));
    }

    @AfterEach
    void end() throws Exception {
        live.close();
    }

    @Test
    void page_showsSessionsWorkersAndTheirLastMessages() throws Exception {
        live.start(PAGE);
        live.session("Alice", "event.a");
        live.workers("y", 2);
        live.put("sessions", "Bad", "x");
        live.publish("event.a", "one");
        live.publish("command.y", "pay");
        try (PageEvents events = new PageEvents(url() + "/events")) {
            JsonObject application = events.snapshot(
                            snapshot -> snapshot.get("application").toString().contains("\"pay\"")
                                    && snapshot.get("application").toString().contains("\"one\"")
                                    && snapshot.get("application").toString().contains("rejected"))
                    .getAsJsonObject("application");

            JsonObject session = application.getAsJsonArray("sessions").get(0).getAsJsonObject();
            assertEquals("Alice", session.get("key").getAsString());
            assertEquals("[\"event.a\"]", session.get("subscriptions").toString());
            JsonObject last = session.getAsJsonObject("last");
            assertEquals("event.a", last.get("subject").getAsString());
            assertEquals(1, last.get("sequence").getAsLong());
            assertEquals("one", last.getAsJsonObject("payload").get("text").getAsString());
            assertEquals(2, application.get("workers_total").getAsInt());
            assertEquals(
                    "{\"consumer\":\"COMMAND_Y\",\"workers\":2}",
                    without(application.getAsJsonArray("workers").get(1).getAsJsonObject(), "last"));
            assertTrue(
                    application.get("warnings").toString().contains("sessions key Bad revision 2 rejected"),
                    application::toString);
        }
    }

    @Test
    void deletedSession_isGone() throws Exception {
        live.start(PAGE);
        live.session("Alice", "event.a");
        try (PageEvents events = new PageEvents(url() + "/events")) {
            events.snapshot(snapshot -> sessions(snapshot) == 1);
            live.nc().keyValue("sessions").delete("Alice");
            events.snapshot(snapshot -> sessions(snapshot) == 0);
        }
    }

    @Test
    void noUi_servesNoPage() throws Exception {
        live.start(Map.of("BINRUN_UI", "false"));

        assertEquals(List.of(), live.lines(LINE));
    }

    @Test
    void stop_releasesThePort() throws Exception {
        live.start(PAGE);
        URI page = URI.create(url());
        live.stop();

        assertThrows(IOException.class, () -> page.toURL().openStream());
        live.start(Map.of("BINRUN_UI", "true", "BINRUN_UI_PORT", String.valueOf(page.getPort())));
        assertEquals(page.toString(), url());
    }

    @Test
    void takenPort_isASettingError_andNothingStays() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Map<String, String> settings =
                    Map.of("BINRUN_UI", "true", "BINRUN_UI_PORT", String.valueOf(taken.getLocalPort()));

            SettingException error = assertThrows(SettingException.class, () -> live.start(settings));

            assertTrue(
                    error.getMessage()
                            .startsWith("BINRUN_UI_PORT must be a port that this program can use, was \""
                                    + taken.getLocalPort() + "\": "),
                    error::getMessage);
        }
        live.start(PAGE);
    }

    @Test
    void takenDefaultPort_isALine_andAnotherPort() throws Exception {
        Map<String, String> defaults = Map.of("BINRUN_UI", "true");
        live.start(defaults);
        LiveSystem second = new LiveSystem(folder.resolve("second"));
        try {
            second.start(defaults);

            assertTrue(
                    second.lines.contains("port 8422 is taken, so the live page is on another one"),
                    second.lines::toString);
            assertFalse(second.lines(LINE).isEmpty());
        } finally {
            second.close();
        }
    }

    @Test
    @Tag("slow")
    @DisabledOnOs(OS.WINDOWS)
    void signal_withOpenPages_endsTheProcessInTime() throws Exception {
        try (PlaygroundProcess process = PlaygroundProcess.launch(folder.resolve("js"), "-1", PAGE)) {
            process.await("pub command.x");
            String url = process.lines().stream()
                    .filter(line -> line.startsWith(LINE))
                    .findFirst()
                    .orElseThrow()
                    .substring(LINE.length());
            List<PageEvents> browsers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                browsers.add(new PageEvents(url + "/events"));
                browsers.get(i).snapshot(snapshot -> snapshot.has("streams"));
            }

            process.interrupt();

            assertEquals(0, process.exitCodeWithin(Duration.ofSeconds(2)), process.lines()::toString);
            LiveSystem.soon(() -> assertTrue(browsers.stream().allMatch(PageEvents::hasEnded)));
            assertTrue(process.lines().get(process.lines().size() - 1).contains("pub command.x"), "no noise");
        }
    }

    private static int sessions(JsonObject snapshot) {
        return snapshot.getAsJsonObject("application").get("sessions_total").getAsInt();
    }

    private static String without(JsonObject tree, String field) {
        tree.remove(field);
        return tree.toString();
    }

    private String url() {
        List<String> pages = live.lines(LINE);
        return pages.get(pages.size() - 1).substring(LINE.length());
    }
}

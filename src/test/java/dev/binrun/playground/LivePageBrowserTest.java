package dev.binrun.playground;

import static dev.binrun.playground.LiveSystem.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.page.PageBrowser;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person uses the live page of a live system in a real browser. */
@Tag("slow")
@Timeout(180)
class LivePageBrowserTest {
    private static final String HOSTILE = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";

    @TempDir
    private Path folder;

    private PageBrowser browser;
    private LiveSystem live;

    @BeforeEach
    void start() throws Exception {
        browser = PageBrowser.open();
        live = new LiveSystem(folder.resolve("js")).start(Map.of("BINRUN_UI", "true", "BINRUN_UI_PORT", "-1"));
    }

    @AfterEach
    void end() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (live != null) {
            live.close();
        }
    }

    @Test
    void session_isPut_anEventIsPublished_andArrives() throws Exception {
        visit(1280, "light");
        browser.press("application", "Put session");
        browser.type("key", "Alice");
        browser.type("subscriptions", "event.orders.created");
        soon(() -> assertTrue(browser.text("#dialog .command pre")
                .endsWith(" kv put sessions Alice '{\"subscriptions\":[\"event.orders.created\"]}'")));
        browser.press("dialog", "Put session");
        soon(() ->
                assertEquals("Done: put as revision 1 of the bucket sessions", browser.text("#dialog [role=status]")));
        browser.press("dialog", "Close");
        soon(() -> assertTrue(browser.text("#application").contains("Alice event.orders.created")));

        browser.press("tail", "Publish");
        browser.type("subject", "event.orders.created");
        browser.type("headers", "trace: 7");
        browser.type("data", "{\"order\":1}");
        browser.press("dialog", "Publish");
        soon(() -> assertEquals("Done: published to event.orders.created", browser.text("#dialog [role=status]")));
        browser.press("dialog", "Close");

        soon(() -> assertTrue(browser.text("#tail .list").contains("event.orders.created")));
        soon(() -> assertTrue(browser.text("#application").contains("event.orders.created #1")));
        live.awaitLine("event for Alice: event.orders.created #1 {\"order\":1}");
        browser.run("document.querySelector('#tail summary').click()");
        soon(() -> assertTrue(browser.text("#tail .message pre").equals("{\n  \"order\": 1\n}")));
        browser.press("streams", "Messages of EVENT");
        soon(() -> assertTrue(browser.text("#dialog").contains("1 message stored, sequences 1 to 1")));
        assertEquals(List.of(), browser.complaints());
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "1280, dark", "390, light", "390, dark"})
    void page_hasNoSeriousObstacles_andFitsItsWidth(int width, String scheme) throws Exception {
        live.session("Alice", "event.>");
        live.workers("y", 2);
        live.put("sessions", "Bad", "x");
        visit(width, scheme);
        publishEvents();

        assertEquals(List.of(), browser.problems());
        assertEquals(true, browser.run("return document.documentElement.scrollWidth <= innerWidth"));

        browser.press("application", "Set workers");
        assertEquals(List.of(), browser.problems());
        browser.press("dialog", "Close");
        browser.press("streams", "Messages of EVENT");
        soon(() -> assertTrue(browser.text("#dialog").contains("stored")));
        assertEquals(List.of(), browser.problems());
    }

    @Test
    void hostileTexts_areText() throws Exception {
        live.session("Alice", "event.>");
        visit(1280, "light");
        soon(() -> {
            live.nc()
                    .jetStream()
                    .publish(
                            "event.<img/src=x/onerror=alert(1)>",
                            new Headers().add("<b>name</b>", HOSTILE),
                            HOSTILE.getBytes(StandardCharsets.UTF_8));
            assertTrue(browser.text("#tail .list").contains(HOSTILE));
        });
        browser.run("document.querySelectorAll('#tail summary').forEach(row => row.click())");
        soon(() -> assertTrue(browser.text("#tail .list").contains("<b>name</b>")));
        soon(() -> assertTrue(browser.text("#application").contains("event.<img/src=x/onerror=alert(1)>")));

        assertEquals(null, browser.run("return window.hacked"));
        assertEquals(0L, browser.run("return document.querySelectorAll('main img, main b b, main script').length"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void tail_filters_pauses_andSaysThatItIsASample() throws Exception {
        visit(1280, "light");
        browser.filter("command..x");
        assertEquals(false, browser.run("return document.querySelector('#tail input').checkValidity()"));
        browser.filter("command.>");
        soon(() -> {
            live.publish("event.a", "hidden");
            live.publish("command.x", "shown");
            assertTrue(browser.text("#tail .list").contains("shown"));
        });
        assertFalse(browser.text("#tail .list").contains("hidden"));

        browser.press("tail", "Pause");
        live.publish("command.x", "later");
        soon(() -> assertTrue(browser.text("#tail .title .note").matches("Paused\\. \\d+ messages? since\\.")));
        assertFalse(browser.text("#tail .list").contains("later"));
        browser.press("tail", "Continue");
        soon(() -> assertTrue(browser.text("#tail .list").contains("later")));

        soon(() -> {
            for (int i = 0; i < 500; i++) {
                live.nc().publish("command.none", "many".getBytes(StandardCharsets.UTF_8));
            }
            assertTrue(browser.text("#tail .title .note").matches("A sample: \\d+ left out\\."));
        });
    }

    @Test
    void stoppedSystem_isShown_andThePageConnectsAgain_withItsActions() throws Exception {
        visit(1280, "light");
        String port = url().replaceAll(".*:", "");
        live.stop();
        soon(() -> assertEquals("disconnected, trying again", browser.text("#head .state")));

        live.start(Map.of("BINRUN_UI", "true", "BINRUN_UI_PORT", port));
        soon(() -> assertEquals("live", browser.text("#head .state")));

        browser.press("application", "Put session");
        browser.type("key", "Alice");
        browser.type("subscriptions", "event.orders.created");
        browser.press("dialog", "Put session");
        soon(() ->
                assertEquals("Done: put as revision 1 of the bucket sessions", browser.text("#dialog [role=status]")));
    }

    @Test
    void readOnly_offersNoActions() throws Exception {
        live.stop();
        live.start(Map.of("BINRUN_UI", "true", "BINRUN_UI_PORT", "-1", "BINRUN_UI_READ_ONLY", "true"));
        visit(1280, "light");

        assertTrue(browser.text("#head").contains("read-only"));
        for (String label : List.of("Publish", "Purge", "Pause ", "Put session", "Set workers", "Delete")) {
            assertFalse(
                    browser.text("#tail, #streams, #application, #consumers").contains(label), label);
        }
        assertEquals(
                "Messages",
                browser.run(
                        "return [...new Set([...document.querySelectorAll('#streams button.small, #consumers button')]"
                                + ".map(button => button.textContent))].join()"));
    }

    private void publishEvents() throws Exception {
        for (int i = 0; i < 3; i++) {
            live.publish("event.orders.created", "{\"order\":" + i + "}");
            live.publish("command.x", "pay " + i);
        }
        soon(() -> assertTrue(browser.text("#tail .list").contains("command.x")));
        browser.run("document.querySelector('#tail summary').click()");
    }

    private void visit(int width, String scheme) {
        browser.visit(url(), width, scheme);
        soon(() -> assertTrue(browser.text("#streams").contains("EVENT_MIGRATED")));
        soon(() -> assertTrue(browser.text("#flow").contains("COMMAND_X")));
    }

    private String url() {
        return live.lines("Live page on ")
                .get(live.lines("Live page on ").size() - 1)
                .substring("Live page on ".length());
    }
}

package dev.binrun.page;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.binrun.page.ApplicationView.LastMessage;
import dev.binrun.page.ApplicationView.SessionRow;
import dev.binrun.page.ApplicationView.WorkersRow;
import dev.binrun.server.host.SettingException;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.Mirror;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The page's port, its snapshots, and its end. */
class LivePageTest {
    @Test
    void takenPort_isAnErrorWithTheFix() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            PageSettings settings = new PageSettings(OptionalInt.of(taken.getLocalPort()), false);

            SettingException error = assertThrows(SettingException.class, () -> LivePage.open(settings));

            assertEquals(
                    "BINRUN_UI_PORT must be a port that this program can use, was \"" + taken.getLocalPort()
                            + "\": Address already in use. Choose another, or -1 for any free one",
                    error.getMessage());
        }
    }

    @Test
    void defaultPort_isTakenTwice_theSecondPageSaysSo() {
        try (LivePage first = LivePage.open(new PageSettings(OptionalInt.empty(), false));
                LivePage second = LivePage.open(new PageSettings(OptionalInt.empty(), false))) {
            assertFalse(first.url().equals(second.url()));
            assertEquals(Optional.of("port 8422 is taken, so the live page is on another one"), second.note());
        }
    }

    @Test
    void snapshot_hasServerStreamsAndConsumers() throws Exception {
        try (OpenPage page = OpenPage.start()) {
            page.nc
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("ORDERS")
                            .subjects("orders.>")
                            .maxBytes(1_000_000)
                            .storageType(StorageType.Memory)
                            .build());
            page.nc
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("COPY")
                            .mirror(Mirror.builder().name("ORDERS").build())
                            .build());
            page.nc
                    .jetStreamManagement()
                    .addOrUpdateConsumer(
                            "ORDERS",
                            ConsumerConfiguration.builder()
                                    .durable("worker")
                                    .filterSubject("orders.a")
                                    .build());
            page.nc.jetStream().publish("orders.a", "hello".getBytes(StandardCharsets.UTF_8));
            try (PageEvents events = page.events("")) {
                JsonObject snapshot =
                        events.snapshot(found -> found.getAsJsonArray("streams").size() == 2
                                && found.getAsJsonArray("streams")
                                                .get(0)
                                                .getAsJsonObject()
                                                .get("messages")
                                                .getAsInt()
                                        == 1);

                JsonObject server = snapshot.getAsJsonObject("server");
                assertEquals(page.server.url(), server.get("url").getAsString());
                assertEquals(page.server.version(), server.get("version").getAsString());
                assertTrue(server.get("connections").getAsInt() >= 2, server::toString);
                assertTrue(server.getAsJsonObject("received").get("msgs").getAsInt() > 0, server::toString);
                JsonObject copy = snapshot.getAsJsonArray("streams").get(0).getAsJsonObject();
                assertEquals(
                        "ORDERS", copy.getAsJsonObject("mirror").get("name").getAsString());
                JsonObject orders = snapshot.getAsJsonArray("streams").get(1).getAsJsonObject();
                assertEquals("[\"orders.>\"]", orders.getAsJsonArray("subjects").toString());
                assertEquals(1_000_000, orders.get("max_bytes").getAsInt());
                assertEquals(1, orders.get("last_seq").getAsInt());
                JsonObject consumer = snapshot.getAsJsonArray("consumers").asList().stream()
                        .map(found -> found.getAsJsonObject())
                        .filter(found -> found.get("name").getAsString().equals("worker"))
                        .findFirst()
                        .orElseThrow();
                assertEquals(1, consumer.get("num_pending").getAsInt());
                assertEquals("orders.a", consumer.get("filter_subject").getAsString());
                assertFalse(snapshot.has("application"));
            }
        }
    }

    @Test
    void snapshot_hasTheApplication() throws Exception {
        try (OpenPage page = OpenPage.start()) {
            page.application(new ApplicationView(
                    List.of(new SessionRow(
                            "Alice", List.of("event.a"), new LastMessage("event.a", 7, 1, Map.of("text", "hi")))),
                    1,
                    List.of(new WorkersRow("COMMAND_X", 1, null)),
                    1,
                    List.of("careful")));
            try (PageEvents events = page.events("")) {
                assertEquals(
                        "{\"sessions\":[{\"key\":\"Alice\",\"subscriptions\":[\"event.a\"],\"last\":{\"subject\":\"event.a\","
                                + "\"sequence\":7,\"received\":1,\"payload\":{\"text\":\"hi\"}}}],\"sessions_total\":1,"
                                + "\"workers\":[{\"consumer\":\"COMMAND_X\",\"workers\":1}],\"workers_total\":1,"
                                + "\"warnings\":[\"careful\"]}",
                        events.snapshot(snapshot -> true)
                                .getAsJsonObject("application")
                                .toString());
            }
        }
    }

    @Test
    void serverEndsAndStartsAgain_pageSaysSo_andGoesOn() throws Exception {
        try (OpenPage page = OpenPage.start();
                PageEvents events = page.events("")) {
            events.snapshot(snapshot -> snapshot.has("streams"));

            page.server.kill();
            JsonObject problem = events.snapshot(snapshot -> snapshot.has("problem"));
            assertTrue(problem.get("problem").getAsString().startsWith("connection: "), problem::toString);

            int before = events.named("snapshot").size();
            page.server.start(Duration.ofSeconds(20));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> events.named("snapshot").stream()
                            .skip(before)
                            .anyMatch(snapshot -> snapshot.getAsJsonObject().has("streams")));
        }
    }

    @Test
    void noServer_isAProblem() throws Exception {
        try (OpenPage page = OpenPage.start()) {
            page.server.kill();
            try (PageEvents events = page.events("")) {
                await().until(events::hasEnded);

                assertTrue(
                        events.named("problem")
                                .get(0)
                                .getAsString()
                                .startsWith("the page has no connection to the server: "),
                        events.named("problem")::toString);
            }
        }
    }

    @Test
    void closedBrowser_leavesNoThreadAndNoConnection() throws Exception {
        try (OpenPage page = OpenPage.start()) {
            List<PageEvents> browsers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                browsers.add(page.events(""));
            }
            for (PageEvents browser : browsers) {
                browser.snapshot(snapshot -> snapshot.has("streams"));
            }
            assertTrue(connections(page) > 1);
            assertTrue(pageThreads() >= 5);

            browsers.forEach(PageEvents::close);

            await().atMost(Duration.ofSeconds(30)).until(() -> pageThreads() == 0 && connections(page) == 1);
        }
    }

    @Test
    void close_endsOpenPages() throws Exception {
        try (OpenPage page = OpenPage.start();
                PageEvents events = page.events("")) {
            events.snapshot(snapshot -> snapshot.has("streams"));

            assertTimeoutPreemptively(Duration.ofSeconds(2), page.page::close);

            await().until(events::hasEnded);
            page.page.close(); // has no effect
        }
    }

    @Test
    void manyOpenPages_oneMoreIsRejected() throws Exception {
        try (OpenPage page = OpenPage.start()) {
            List<PageEvents> browsers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                browsers.add(page.events("?filter=a"));
            }
            assertEquals("more than 32 pages are open; close some", OpenPage.answer(page.get("/events"), "error", 503));
            browsers.forEach(PageEvents::close);
        }
    }

    @Test
    void slowReader_keepsNothingWaiting() throws Exception {
        try (OpenPage page = OpenPage.start();
                Socket browser = new Socket("127.0.0.1", page.port())) {
            page.stream("ORDERS", "orders.>");
            browser.setReceiveBufferSize(4096);
            browser.getOutputStream()
                    .write(("GET /events HTTP/1.1\r\nHost: 127.0.0.1:" + page.port() + "\r\n\r\n").getBytes());
            try (PageEvents other = page.events("")) {
                other.snapshot(snapshot -> snapshot.has("streams"));
                for (int i = 0; i < 5_000; i++) {
                    page.nc.publish("orders.a", new byte[4096]); // the browser reads none of them
                }
                other.snapshot(snapshot ->
                        snapshot.getAsJsonObject("published").toString().equals("{\"orders.a\":5000}"));
            }
            assertTimeoutPreemptively(Duration.ofSeconds(2), page.page::close);
        }
    }

    private static long pageThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("live-page"))
                .count();
    }

    private static long connections(OpenPage page) throws Exception {
        String reply = new String(page.nc
                .request("$SYS.REQ.ACCOUNT.PING.STATZ", new byte[0])
                .get()
                .getData());
        return Long.parseLong(reply.replaceAll("(?s).*\"conns\":(\\d+).*", "$1"));
    }
}

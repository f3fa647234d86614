package dev.binrun.playground;

import static dev.binrun.playground.LiveSystem.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.binrun.server.ServerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bucket entries and consumers that the live system cannot serve; each affects only itself. */
@Timeout(120)
final class BadEntriesTest {
    @TempDir
    private Path folder;

    private LiveSystem live;

    @BeforeEach
    void start() throws Exception {
        live = new LiveSystem(folder.resolve("js")).start();
    }

    @AfterEach
    void stop() throws Exception {
        live.close();
    }

    @Test
    void subjectTooLongForTheProtocol_isRejected_othersContinue() throws Exception {
        String tooLong = "event." + "a".repeat(4194);
        String warning = "warning: sessions key long revision 1 rejected, nothing changes: subject \""
                + tooLong.substring(0, 80)
                + "...\" has 4200 bytes, and with this key a subject has at most 3792 (max_control_line is 4096)";
        live.session("long", tooLong);
        live.awaitLine(warning);

        assertServes("Alice");
        live.restart();

        assertEquals(List.of(warning), live.warnings());
        assertServes("Bob");
    }

    @Test
    void longestSubject_isServed() throws Exception {
        String longest = "event." + "a".repeat(3786);
        live.session("long", longest);
        live.restart();
        live.publish(longest, "1");

        soon(() -> assertEquals(List.of("1"), live.payloads("event for long")));
        assertEquals(List.of(), live.warnings());
    }

    @Test
    void eventWithTheLongestSubject_arrives() throws Exception {
        live.session("Alice", "event.>");
        live.nc().publish("event." + "a".repeat(4070), new byte[] {'1'});
        live.publish("event.b", "2");

        soon(() -> assertEquals(List.of("1", "2"), live.payloads("event for Alice")));
    }

    @Test
    void tooManySubjects_areRejected_startStaysFast() throws Exception {
        live.session("many", subjects(10_000, "event.s"));
        live.awaitLine("warning: sessions key many revision 1 rejected, nothing changes:"
                + " subscriptions has 10000 subjects, and a session has at most 1000; use wildcards");
        live.session("large", subjects(900, "event." + "b".repeat(100)));
        live.awaitLine("warning: sessions key large revision 2 rejected, nothing changes: the subjects have"
                + " 97990 bytes, and those of a session have at most 65536; use wildcards");
        live.session("Alice", subjects(1_000, "event.t"));
        live.restart();

        assertEquals(2, live.warnings().size());
        assertEquals(1, live.lines("session Alice subscribes to event.t0, ").size());
    }

    @Test
    void hostileEntriesOfAnotherServer_affectOnlyThemselves() throws Exception {
        live.session("Alice", "event.a");
        live.awaitLine("session Alice subscribes to event.a");
        live.stop();
        JsonObject large = new JsonObject();
        large.addProperty("max_payload", 32 * 1024 * 1024);
        live.onPlainServer(ServerOptions.ephemeral().withConfig(large), nc -> {
            nc.jetStream().publish("$KV.sessions.\u0001\u001b", "{\"subscriptions\":[\"event.a\"]}".getBytes());
            nc.jetStream().publish("$KV.sessions.large", new byte[10 * 1024 * 1024]);
            nc.jetStream().publish("$KV.sessions.deep", "[".repeat(500_000).getBytes());
            nc.jetStream().publish("$KV.sessions." + "k".repeat(300), new byte[0]);
            nc.jetStream().publish("$KV.commands.a.*", "{\"workers\":1}".getBytes());
        });
        live.lines.clear();
        live.start();

        String refused = " rejected, nothing changes: ";
        assertEquals(
                Set.of(
                        "warning: sessions key \\x01\\x1b revision 2" + refused
                                + "the key contains a control character",
                        "warning: sessions key large revision 3" + refused
                                + "the value has 10485760 bytes, and a value has at most 1048576",
                        "warning: sessions key deep revision 4" + refused + "the value is not JSON: " + "[".repeat(80)
                                + "... (500000 bytes)",
                        "warning: sessions key " + "k".repeat(255) + "... revision 5" + refused
                                + "the key is too long: its consumer's name would have 300 characters, and a name has at"
                                + " most 255",
                        "warning: commands key a.* revision 1" + refused
                                + "the key contains a wildcard, but a command has one subject"),
                Set.copyOf(live.warnings()));
        assertServes("Alice");
    }

    private void assertServes(String key) throws Exception {
        live.session(key, "event.a");
        soon(() -> assertEquals(
                1, live.lines("session " + key + " subscribes to event.a").size()));
        live.publish("event.a", "for-" + key);
        soon(() -> assertEquals(
                "for-" + key, live.payloads("event for " + key).stream().reduce("", (before, last) -> last)));
    }

    private static String[] subjects(int count, String prefix) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
    }
}

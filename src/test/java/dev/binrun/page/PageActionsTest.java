package dev.binrun.page;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.binrun.playground.NatsCli;
import dev.binrun.server.cluster.ClusterOptions;
import dev.binrun.server.cluster.NatsCluster;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each action, on the page and as the command of the nats CLI that the page shows. */
class PageActionsTest {
    private enum Way {
        PAGE,
        CLI
    }

    @TempDir
    private Path folder;

    private OpenPage page;

    @BeforeEach
    void start() throws Exception {
        page = OpenPage.start();
        page.stream("ORDERS", "orders.>");
    }

    @AfterEach
    void end() throws Exception {
        page.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void publish_sendsHeadersAndPayload(Way way) throws Exception {
        act(way, "publish", """
                {"subject":"orders.new","headers":["A: 1","A: two words","B:x:y"],"data":"it's {{Count}} \\" ü\\nline 2"}""");

        await().until(() -> stream().getStreamState().getMsgCount() == 1);
        MessageInfo stored = page.nc.jetStreamManagement().getMessage("ORDERS", 1);
        assertEquals("orders.new", stored.getSubject());
        assertEquals("it's {{Count}} \" ü\nline 2", new String(stored.getData(), StandardCharsets.UTF_8));
        assertEquals(List.of("1", "two words"), stored.getHeaders().get("A"));
        assertEquals(List.of("x:y"), stored.getHeaders().get("B"));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void publish_payloadLikeAnOption_isSent(Way way) throws Exception {
        act(way, "publish", "{'subject':'orders.new','data':'--count=2'}");

        await().until(() -> stream().getStreamState().getMsgCount() == 1);
        assertEquals(
                "--count=2",
                new String(page.nc.jetStreamManagement().getMessage("ORDERS", 1).getData()));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void session_isPutAndDeleted(Way way) throws Exception {
        bucket("sessions");

        act(way, "put-session", "{'key':'Alice','subscriptions':['event.a','event.b.*']}");
        assertEquals(
                "{\"subscriptions\":[\"event.a\",\"event.b.*\"]}",
                page.nc.keyValue("sessions").get("Alice").getValueAsString());

        act(way, "delete-session", "{'key':'Alice'}");
        KeyValueEntry deleted = page.nc.keyValue("sessions").get("Alice");
        assertEquals(null, deleted);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void workers_areSetAndDeleted(Way way) throws Exception {
        bucket("commands");

        act(way, "set-workers", "{'key':'y','workers':'2'}");
        assertEquals("{\"workers\":2}", page.nc.keyValue("commands").get("y").getValueAsString());

        act(way, "delete-workers", "{'key':'y'}");
        assertEquals(null, page.nc.keyValue("commands").get("y"));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void purge_removesAllMessages(Way way) throws Exception {
        publish("orders.a", "orders.b");

        act(way, "purge", "{'stream':'ORDERS'}");

        assertEquals(0, stream().getStreamState().getMsgCount());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void purge_ofASubject_removesItsMessages(Way way) throws Exception {
        publish("orders.a", "orders.b", "orders.a");

        act(way, "purge", "{'stream':'ORDERS','subject':'orders.a'}");

        assertEquals(1, stream().getStreamState().getMsgCount());
        assertEquals(
                "orders.b",
                page.nc.jetStreamManagement().getMessage("ORDERS", 2).getSubject());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void message_isDeleted(Way way) throws Exception {
        publish("orders.a", "orders.b");

        act(way, "delete-message", "{'stream':'ORDERS','sequence':'1'}");

        assertThrows(
                JetStreamApiException.class, () -> page.nc.jetStreamManagement().getMessage("ORDERS", 1));
        assertEquals(1, stream().getStreamState().getMsgCount());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void consumer_isPausedAndResumed(Way way) throws Exception {
        page.nc
                .jetStreamManagement()
                .addOrUpdateConsumer(
                        "ORDERS",
                        ConsumerConfiguration.builder().durable("worker").build());

        act(way, "pause", "{'stream':'ORDERS','consumer':'worker','seconds':'90'}");
        assertTrue(consumer().getPaused());
        assertTrue(consumer().getPauseRemaining().compareTo(Duration.ofSeconds(91)) < 0);

        act(way, "resume", "{'stream':'ORDERS','consumer':'worker'}");
        assertFalse(consumer().getPaused());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    @Tag("slow")
    void leader_stepsDown(Way way) throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3))) {
            page.close();
            page = OpenPage.start(cluster.nodes().get(0), false);
            page.nc
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("BILLS")
                            .subjects("bills")
                            .replicas(3)
                            .build());
            page.nc
                    .jetStreamManagement()
                    .addOrUpdateConsumer(
                            "BILLS",
                            ConsumerConfiguration.builder().durable("worker").build());
            String stream = cluster.leaderOf("BILLS").name();
            String consumer = cluster.leaderOf("BILLS", "worker").name();

            act(way, "step-down", "{'stream':'BILLS'}");
            act(way, "step-down", "{'stream':'BILLS','consumer':'worker'}");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !cluster.leaderOf("BILLS").name().equals(stream)
                            && !cluster.leaderOf("BILLS", "worker").name().equals(consumer));
            try (PageEvents events = page.events("")) {
                events.snapshot(snapshot -> snapshot.toString().contains("\"leader\":"));
            }
        }
    }

    @Test
    void sentences_nameTheEffect() throws Exception {
        bucket("sessions");
        publish("orders.a", "orders.b");

        assertEquals("published to x.y", page.done("publish", "{'subject':'x.y','data':''}"));
        assertEquals(
                "put as revision 1 of the bucket sessions",
                page.done("put-session", "{'key':'A','subscriptions':['event.a']}"));
        assertEquals("deleted from the bucket sessions", page.done("delete-session", "{'key':'A'}"));
        assertEquals("message 1 deleted from ORDERS", page.done("delete-message", "{'stream':'ORDERS','sequence':1}"));
        assertEquals("1 message removed from ORDERS", page.done("purge", "{'stream':'ORDERS'}"));
    }

    @Test
    void preview_changesNothing() throws Exception {
        publish("orders.a");

        String command = page.command("purge", "{'stream':'ORDERS'}");

        assertEquals("nats -s " + page.server.url() + " stream purge ORDERS -f", command);
        assertEquals(1, stream().getStreamState().getMsgCount());
    }

    @Test
    void preview_ofAnUnfilledForm_isAHint() throws Exception {
        assertEquals(
                "key must have letters, digits, and - / _ = or . inside, was ''",
                OpenPage.answer(page.act("put-session?preview", "{}"), "hint", 200));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "publish {'data':'x'} => subject must have 1 to 4096 characters, but has 0",
                "publish {'subject':'a b'} => subject must not contain spaces or control characters",
                "publish {'subject':'a..b'} => subject must not have an empty part; check the dots",
                "publish {'subject':'a.*'} => subject must not contain a wildcard (*)",
                "publish {'subject':'a.>'} => subject must not contain a wildcard (>)",
                "publish {'subject':['a']} => subject must be a text, was [\"a\"]",
                "publish {'subject':'a','headers':['none']} => a header must be 'Name: value' in ASCII, was 'none'",
                "publish {'subject':'a','headers':['A b: 1']} => a header must be 'Name: value' in ASCII, was 'A b: 1'",
                "publish {'subject':'a','headers':['A: ü']} => a header must be 'Name: value' in ASCII, was 'A: ü'",
                "publish {'subject':'a','headers':'A: 1'} => headers must be a list of texts",
                "put-session {'key':'','subscriptions':[]} => key must have letters, digits, and - / _ = or . inside,"
                        + " was ''",
                "put-session {'key':'a b'} => key must have letters, digits, and - / _ = or . inside, was 'a b'",
                "put-session {'key':'a','subscriptions':[1]} => subscriptions must be a list of texts",
                "set-workers {'key':'y','workers':'-1'} => workers must be a whole number from 0 to 1000, was '-1'",
                "set-workers {'key':'y','workers':'x'} => workers must be a whole number from 0 to 1000, was 'x'",
                "set-workers {'key':'y'} => workers must be a whole number from 0 to 1000, was ''",
                "purge {'stream':'A.B'} => stream must be a name without spaces and . * > / \\, was 'A.B'",
                "purge {} => stream must be a name without spaces and . * > / \\, was ''",
                "purge {'stream':'A','subject':'>.a'} => subject can have > only at its end",
                "pause {'stream':'A','consumer':'c','seconds':'0'} => seconds must be a whole number from 1 to 31536000,"
                        + " was '0'",
                "publish [] => the body of the request must be a JSON object",
                "publish {subject} => the body of the request must be a JSON object",
            })
    void wrongField_isAnError(String request, String message) throws Exception {
        String[] words = request.split(" ", 2);

        assertEquals(message, page.error(400, words[0], words[1]));
    }

    @Test
    void unknownAction_isAnError() throws Exception {
        assertEquals("there is no action 'drop'", page.error(404, "drop", "{}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "purge {'stream':'NONE'} => 10059",
                "delete-message {'stream':'ORDERS','sequence':'7'} => (10057)",
                "pause {'stream':'ORDERS','consumer':'none','seconds':'1'} => 10014",
                "step-down {'stream':'ORDERS'} => JetStream clustering support required (10010)",
                "put-session {'key':'Alice','subscriptions':[]} => no responders on $KV.sessions.Alice",
            })
    void refusedAction_hasTheWordsOfTheServer(String request, String part) throws Exception {
        String[] words = request.split(" ", 2);

        String error = page.error(422, words[0], words[1]);

        assertTrue(error.contains(part), error);
    }

    @Test
    void serverThatHasEnded_isAnError() throws Exception {
        page.server.kill();

        String error = page.error(503, "purge", "{'stream':'ORDERS'}");

        assertTrue(error.startsWith("the page has no connection to the server: "), error);
    }

    private void act(Way way, String action, String body) throws Exception {
        if (way == Way.PAGE) {
            page.done(action, body);
            return;
        }
        Optional<NatsCli> cli = NatsCli.find(folder);
        assumeTrue(cli.isPresent(), NatsCli.ABSENT);
        cli.get().paste(page.command(action, body));
    }

    private void publish(String... subjects) throws Exception {
        for (String subject : subjects) {
            page.nc.jetStream().publish(subject, new byte[0]);
        }
    }

    private void bucket(String name) throws Exception {
        page.nc
                .keyValueManagement()
                .create(KeyValueConfiguration.builder().name(name).build());
    }

    private StreamInfo stream() throws Exception {
        return page.nc.jetStreamManagement().getStreamInfo("ORDERS");
    }

    private ConsumerInfo consumer() throws Exception {
        return page.nc.jetStreamManagement().getConsumerInfo("ORDERS", "worker");
    }
}

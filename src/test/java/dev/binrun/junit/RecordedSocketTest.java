package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.ClientContext;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedSocketTest {
    private static final String ACK = "{\"stream\":\"ORDERS\",\"seq\":7}";

    private History history;
    private RecordedClient client;
    private RecordedSocket socket;

    @BeforeEach
    void open(@TempDir Path folder) {
        history = new History(folder);
        client = new RecordedClient(new Context(history.recorder("test")));
        socket = client.socket();
    }

    @AfterEach
    void close() {
        history.close();
    }

    private record Context(Recorder recorder) implements ClientContext {
        @Override
        public Connection connection() {
            throw new UnsupportedOperationException("not needed");
        }

        @Override
        public Duration timeLeft() {
            return Duration.ofSeconds(1);
        }
    }

    private static void frame(ProtocolFrames.Receiver receiver, String line, String body) {
        receiver.operation(line.split(" "), body.getBytes(StandardCharsets.UTF_8));
    }

    private Operation only() {
        List<Operation> operations = history.operations().toList();
        assertEquals(1, operations.size(), operations::toString);
        return operations.get(0);
    }

    @Test
    void publish_acknowledged_isOk() {
        frame(socket::sent, "PUB orders.new _INBOX.a.1 6", "coffee");
        assertTrue(only().isUnknown());

        frame(socket::received, "MSG _INBOX.a.1 1 27", ACK);

        assertEquals(OperationKind.PUBLISH, only().kind());
        assertEquals("orders.new", only().subjectName());
        assertEquals(7, only().sequence());
        assertTrue(only().isOk());
    }

    @Test
    void publish_acknowledgedAfterAReconnect_isOk() {
        frame(socket::sent, "PUB orders.new _INBOX.a.1 6", "coffee");
        frame(client.socket()::received, "MSG _INBOX.a.1 1 27", ACK);
        assertTrue(only().isOk());
    }

    @Test
    void publish_otherProgramRepliesFirst_isAcknowledgedByTheStream() {
        frame(socket::sent, "PUB orders.new _INBOX.a.1 6", "coffee");
        frame(socket::received, "MSG _INBOX.a.1 1 5", "hello");
        assertTrue(only().isUnknown());
        frame(socket::received, "MSG _INBOX.a.1 1 27", ACK);
        assertTrue(only().isOk());
    }

    @Test
    void publish_noResponders_hasFailed() {
        frame(socket::sent, "PUB orders.new _INBOX.a.1 6", "coffee");
        frame(socket::received, "HMSG _INBOX.a.1 1 16 16", "NATS/1.0 503\r\n\r\n");
        assertTrue(only().hasFailed());
    }

    @Test
    void publish_rejected_hasFailed() {
        frame(
                socket::sent,
                "HPUB orders.new _INBOX.a.1 44 50",
                "NATS/1.0\r\nNats-Expected-Last-Sequence: 9\r\n\r\ncoffee");
        frame(
                socket::received,
                "MSG _INBOX.a.1 1 90",
                "{\"error\":{\"code\":400,\"err_code\":10071,\"description\":\"wrong last sequence: 3\"},"
                        + "\"stream\":\"ORDERS\",\"seq\":0}");
        assertTrue(only().hasFailed());
    }

    @Test
    void publish_withoutReplySubject_isUnknown() {
        frame(socket::sent, "PUB orders.new 6", "coffee");
        assertEquals(OperationOutcome.UNKNOWN, only().completion().outcome());
    }

    @Test
    void delivery_andAcknowledgement_areRecorded() {
        String ack = "$JS.ACK.ORDERS.worker.2.7.9.1700000000000000000.0";
        frame(socket::sent, "SUB _INBOX.b 4", "");
        frame(socket::sent, "PUB $JS.API.CONSUMER.MSG.NEXT.ORDERS.worker _INBOX.b 2", "{}");
        frame(socket::received, "MSG orders.new 4 " + ack + " 6", "coffee");
        frame(socket::sent, "PUB " + ack + " 4", "+WPI");
        frame(socket::sent, "PUB " + ack + " 4", "-NAK");

        List<Operation> operations = history.operations().toList();

        assertEquals(
                List.of(OperationKind.DELIVER, OperationKind.NAK),
                operations.stream().map(Operation::kind).toList());
        assertEquals(7, operations.get(0).sequence());
        assertEquals(9, operations.get(0).consumerSequence());
        assertEquals(2, operations.get(0).deliveryCount());
        assertEquals(7, operations.get(1).sequence());
    }

    @Test
    void info_namesTheConnection() {
        frame(socket::received, "INFO {\"server_id\":\"NA\",\"client_id\":7}", "");
        assertTrue(client.isKnownAs("NA/7"));
    }
}

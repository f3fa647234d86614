package dev.binrun.junit;

import dev.binrun.check.Delivered;
import dev.binrun.check.DeliveryGuarantee;
import dev.binrun.check.MaxDeliveries;
import dev.binrun.check.NoAckedLoss;
import dev.binrun.check.NoDuplicates;
import dev.binrun.check.Ordered;
import dev.binrun.server.cluster.ClientConnections.ClientConnection;
import io.nats.client.Connection;
import java.io.IOException;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Checks of everything that a test with {@link EmbeddedNats} sent and received, as scenarios state them.
 *
 * <pre>{@code
 * @Test
 * void publish_leaderKilled_losesNothing(JetStream orders, NatsCluster cluster, NatsChecks checks) throws Exception {
 *     orders.publish("orders.new", "coffee".getBytes());
 *     cluster.leaderOf("ORDERS").kill();
 *     checks.noAckedLoss("ORDERS");
 * }
 * }</pre>
 *
 * <p>With a parameter of this type, the injected connections of the tests of the class are recorded: published messages
 * with their acknowledgements, deliveries, and requests to JetStream. {@link #connect} opens more recorded connections.
 *
 * <p>Each check first undoes all faults, as a scenario does at its end: it heals the network, resumes paused nodes, and
 * starts stopped ones. Then it compares the recorded operations with the state of the servers. It throws an
 * {@link AssertionError} if it is violated.
 *
 * <p>A check throws an {@link UnknownCheckException} if it proves nothing. One reason is a connection that is not
 * recorded, and that sent messages to the server during the test.
 */
@API(status = Status.EXPERIMENTAL)
public final class NatsChecks {
    private final KitRecording recording;

    NatsChecks(KitRecording recording) {
        this.recording = recording;
    }

    /**
     * Opens another connection whose operations are recorded. It is closed after the test.
     *
     * @param name a name of the caller's choice, by which a fault can cut off the connection
     * @throws IOException if the connection fails
     */
    public Connection connect(String name) throws IOException, InterruptedException {
        return recording.connect(name);
    }

    /**
     * Checks that every acknowledged message is in a stream, or was consumed, or was removed by a limit or a request.
     *
     * @throws AssertionError if an acknowledged message is lost
     * @throws UnknownCheckException if the operations and the stream do not show it
     */
    public void noAckedLoss(String stream) {
        recording.judge("no-acked-loss: " + stream, new NoAckedLoss(stream), ClientConnection::sent);
    }

    /**
     * Checks that a stream stored no message twice, compared by its message id, or by subject and payload.
     *
     * @throws AssertionError if a message is stored twice
     * @throws UnknownCheckException if the operations and the stream do not show it
     */
    public void noDuplicates(String stream) {
        recording.judge("no-duplicates: " + stream, new NoDuplicates(stream), ClientConnection::sent);
    }

    /**
     * Checks that the messages of each subject were delivered in the order of the stream, redeliveries included.
     *
     * @throws AssertionError if a message followed a later one
     * @throws UnknownCheckException if the operations do not show it
     */
    public void ordered(String stream, String consumer) {
        recording.judge(label("ordered", stream, consumer), new Ordered(stream, consumer), NatsChecks::exchanged);
    }

    /**
     * Checks that each stored message that matches the filters of a consumer reached it.
     *
     * @throws AssertionError if a message did not reach it
     * @throws UnknownCheckException if the operations and the stream do not show it
     */
    public void deliveredAtLeastOnce(String stream, String consumer) {
        Delivered check = new Delivered(stream, consumer, Optional.empty(), Optional.of(DeliveryGuarantee.ONCE));
        recording.judge(label("delivered at least once", stream, consumer), check, NatsChecks::exchanged);
    }

    /**
     * Checks that each stored message that matches the filters of a consumer reached it once, and none a second time.
     *
     * @throws AssertionError if a message did not reach it, or reached it again
     * @throws UnknownCheckException if the operations and the stream do not show it
     */
    public void deliveredExactlyOnce(String stream, String consumer) {
        Delivered check = new Delivered(stream, consumer, Optional.of(DeliveryGuarantee.ONCE), Optional.empty());
        recording.judge(label("delivered exactly once", stream, consumer), check, NatsChecks::exchanged);
    }

    /**
     * Checks that a consumer delivered no message more often than allowed.
     *
     * @throws AssertionError if a message was delivered more often
     * @throws UnknownCheckException if the operations do not show it
     */
    public void maxDeliveries(String stream, String consumer, int atMost) {
        recording.judge(
                label("max-deliveries", stream, consumer),
                new MaxDeliveries(stream, consumer, atMost),
                NatsChecks::exchanged);
    }

    private static String label(String check, String stream, String consumer) {
        return check + ": " + stream + "/" + consumer;
    }

    private static long exchanged(ClientConnection connection) {
        return connection.sent() + connection.received();
    }
}

package dev.binrun.sessions;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.StreamContext;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The consumers of one stream, and the threads that deliver their messages, shared by all of them. */
final class Consumers {
    private static final int NAME_TAKEN = 10148;
    private static final int NO_SUCH_CONSUMER = 10014;
    private static final int NO_SUCH_STREAM = 10059;
    private static final Duration REMOVAL = Duration.ofSeconds(1);

    private final Connection nc;
    private final StreamContext stream;
    private final JetStreamManagement management;
    private final List<Dispatcher> dispatchers;
    private final int batch;
    private final Set<String> removing = new HashSet<>();
    private int next;

    Consumers(Connection nc, String stream, List<Dispatcher> dispatchers, int batch)
            throws IOException, JetStreamApiException {
        this.nc = nc;
        this.stream = nc.getStreamContext(stream);
        this.management = nc.jetStreamManagement();
        this.dispatchers = dispatchers;
        this.batch = batch;
    }

    List<ConsumerInfo> list() throws IOException, JetStreamApiException {
        removing.clear();
        return management.getConsumers(stream.getStreamName());
    }

    /** Makes a consumer, unless somebody else has one of that name. */
    ConsumerContext create(ConsumerConfiguration configuration)
            throws IOException, JetStreamApiException, BadEntryException {
        try {
            management.createConsumer(stream.getStreamName(), configuration);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != NAME_TAKEN) {
                throw e;
            }
            throw new BadEntryException(stream.getStreamName() + " has a consumer " + configuration.getDurable()
                    + " that was not made for this bucket; remove it or choose another key");
        }
        return stream.getConsumerContext(configuration.getDurable());
    }

    /** Brings a consumer of ours to this configuration, in place; makes it if somebody else removed it. */
    ConsumerContext update(ConsumerConfiguration configuration) throws IOException, JetStreamApiException {
        return stream.createOrUpdateConsumer(configuration);
    }

    /** Removes a consumer, if it is there. */
    void delete(String name) throws IOException, JetStreamApiException {
        removing.add(name);
        try {
            stream.deleteConsumer(name);
        } catch (JetStreamApiException e) {
            removing.remove(name);
            if (e.getApiErrorCode() != NO_SUCH_CONSUMER) {
                throw e;
            }
        }
    }

    /** Whether a removal that the server tells of was one on this stream, and not ours. */
    boolean isByOthers(String streamName, String consumer) {
        return streamName.equals(stream.getStreamName()) && !removing.remove(consumer);
    }

    /** Whether a consumer that the server told to be removed is gone, while its stream is there; the server tells it a moment before. */
    boolean awaitGone(String name) throws IOException, JetStreamApiException {
        try {
            return Awaitility.await()
                            .pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(5))
                            .atMost(REMOVAL)
                            .until(() -> errorOf(name), error -> error != 0)
                    == NO_SUCH_CONSUMER;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** Starts a worker. */
    Worker work(ConsumerContext consumer, Predicate<Message> wanted, Consumer<Message> handler)
            throws IOException, JetStreamApiException {
        return Worker.start(nc, consumer, batch, wanted, handler);
    }

    /** Starts to deliver, on one of the threads. */
    Delivery deliver(ConsumerContext consumer, Predicate<Message> wanted, Consumer<Message> handler)
            throws IOException, JetStreamApiException {
        Dispatcher dispatcher = dispatchers.get(next++ % dispatchers.size());
        return Delivery.start(consumer, dispatcher, batch, wanted, handler);
    }

    private int errorOf(String name) throws IOException, JetStreamApiException {
        try {
            management.getConsumerInfo(stream.getStreamName(), name);
            return 0;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_SUCH_CONSUMER || e.getApiErrorCode() == NO_SUCH_STREAM) {
                return e.getApiErrorCode();
            }
            throw e;
        }
    }
}

package dev.binrun.sessions;

import dev.binrun.jetstream.ApiErrorCode;
import dev.binrun.server.host.Polling;
import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.StreamContext;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The consumers of one stream, and the shared threads that deliver their messages. */
final class Consumers {
    /** A server with tens of thousands of consumers on a busy disk needs seconds for a reply. */
    private static final Duration REQUEST = Duration.ofSeconds(15);

    private static final Polling POLLING = new Polling(Duration.ofMillis(5));
    private static final Duration REMOVAL = Duration.ofSeconds(1);
    private static final Duration FOLDER_REMOVAL = Duration.ofSeconds(5);

    private final Connection nc;
    private final StreamContext stream;
    private final JetStreamManagement management;
    private final List<Dispatcher> dispatchers;
    private final int batch;
    private final Optional<Path> folder;
    private final Set<String> removing = new HashSet<>();
    private final Map<String, ConsumerInfo> listed = new HashMap<>();
    private int next;

    Consumers(Connection nc, String stream, List<Dispatcher> dispatchers, BusinessLogicOptions business)
            throws IOException, JetStreamApiException {
        this.nc = nc;
        JetStreamOptions options =
                JetStreamOptions.builder().requestTimeout(REQUEST).build();
        this.stream = nc.getStreamContext(stream, options);
        this.management = nc.jetStreamManagement(options);
        this.dispatchers = dispatchers;
        this.batch = business.batch();
        this.folder = business.streams().map(streams -> streams.resolve(stream).resolve("obs"));
    }

    /** Returns all consumers of the stream. */
    List<ConsumerInfo> list() throws IOException, JetStreamApiException {
        removing.clear();
        listed.clear();
        List<ConsumerInfo> all = management.getConsumers(stream.getStreamName());
        all.forEach(consumer -> listed.put(consumer.getName(), consumer));
        return all;
    }

    /** Returns the name of the stream. */
    String stream() {
        return stream.getStreamName();
    }

    /**
     * Creates a consumer.
     *
     * @throws BadEntryException if the stream has another consumer of that name
     */
    ConsumerContext create(ConsumerConfiguration configuration)
            throws IOException, JetStreamApiException, BadEntryException {
        listed.remove(configuration.getDurable());
        try {
            management.createConsumer(stream.getStreamName(), configuration);
        } catch (JetStreamApiException e) {
            if (!ApiErrorCode.CONSUMER_ALREADY_EXISTS.is(e)) {
                throw e;
            }
            throw new BadEntryException(stream.getStreamName() + " has a consumer " + configuration.getDurable()
                    + " that was not made for this bucket; remove it or choose another key");
        }
        return stream.getConsumerContext(configuration.getDurable());
    }

    /**
     * Updates a consumer, or creates it if it was removed. Edits by hand are undone.
     *
     * @param expected the configuration that was applied last
     * @param edited gets the names of the fields that were edited by hand, if any
     */
    ConsumerContext update(ConsumerConfiguration expected, ConsumerConfiguration wanted, Consumer<List<String>> edited)
            throws IOException, JetStreamApiException {
        Optional<ConsumerInfo> info = info(expected.getDurable());
        if (info.isPresent() && info.get().getPaused()) {
            management.resumeConsumer(stream.getStreamName(), expected.getDurable());
        }
        ConsumerContext consumer = stream.createOrUpdateConsumer(wanted);
        listed.remove(wanted.getDurable());
        List<String> undone =
                new ArrayList<>(info.map(found -> HandEdits.of(found, expected)).orElse(List.of()));
        if (!undone.isEmpty()) {
            // the answer to the first update after a start is the consumer as it was recovered (consumer.go,
            // initialInfo)
            undone.removeAll(
                    HandEdits.of(management.getConsumerInfo(stream.getStreamName(), wanted.getDurable()), wanted));
        }
        if (!undone.isEmpty()) {
            edited.accept(undone);
        }
        return consumer;
    }

    /** Returns a consumer, and updates it only if its configuration differs. */
    ConsumerContext serve(ConsumerConfiguration wanted, Consumer<List<String>> edited)
            throws IOException, JetStreamApiException {
        ConsumerInfo info = listed.get(wanted.getDurable());
        boolean equal = info != null
                && HandEdits.of(info, wanted).isEmpty()
                && wanted.getMetadata()
                        .entrySet()
                        .equals(ours(info.getConsumerConfiguration().getMetadata()));
        return equal ? stream.getConsumerContext(wanted.getDurable()) : update(wanted, wanted, edited);
    }

    private Optional<ConsumerInfo> info(String name) throws IOException, JetStreamApiException {
        if (listed.containsKey(name)) {
            return Optional.of(listed.get(name));
        }
        try {
            return Optional.of(management.getConsumerInfo(stream.getStreamName(), name));
        } catch (JetStreamApiException e) {
            if (ApiErrorCode.CONSUMER_NOT_FOUND.is(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The server adds metadata of its own. */
    private static Set<Map.Entry<String, String>> ours(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("binrun."))
                .collect(Collectors.toSet());
    }

    /** Deletes a consumer if it exists. */
    void delete(String name) throws IOException, JetStreamApiException {
        listed.remove(name);
        removing.add(name);
        try {
            stream.deleteConsumer(name);
        } catch (JetStreamApiException e) {
            removing.remove(name);
            if (!ApiErrorCode.CONSUMER_NOT_FOUND.is(e)) {
                throw e;
            }
        }
    }

    /** Returns whether a removal that the server reports was on this stream and by another client. */
    boolean isByOthers(String streamName, String consumer) {
        return streamName.equals(stream.getStreamName()) && !removing.remove(consumer);
    }

    /**
     * Waits until a removed consumer is gone, because the server reports it before. Returns false if its stream is gone
     * too.
     */
    boolean awaitGone(String name) throws IOException, JetStreamApiException, InterruptedException {
        boolean gone = POLLING.<IOException, JetStreamApiException>holds(REMOVAL, () -> errorOf(name) != 0)
                && errorOf(name) == ApiErrorCode.CONSUMER_NOT_FOUND.number();
        if (gone && folder.isPresent()) {
            // The removal of its folder is the server's last action (consumer.go, stopWithFlags). A consumer of the
            // same name that is created before would lose its folder, and with it all its positions.
            POLLING.holds(FOLDER_REMOVAL, () -> !Files.exists(folder.get().resolve(name)));
        }
        return gone;
    }

    /** Starts a worker with its own thread. */
    Worker work(ConsumerContext consumer, Predicate<Message> wanted, Consumer<Message> handler)
            throws IOException, JetStreamApiException {
        return Worker.start(nc, consumer, batch, wanted, handler);
    }

    /** Starts to deliver on one of the shared threads. */
    ConsumerDelivery deliver(ConsumerContext consumer, Predicate<Message> wanted, Consumer<Message> handler)
            throws IOException, JetStreamApiException {
        Dispatcher dispatcher = dispatchers.get(next++ % dispatchers.size());
        return ConsumerDelivery.start(consumer, dispatcher, batch, wanted, handler);
    }

    private int errorOf(String name) throws IOException, JetStreamApiException {
        try {
            management.getConsumerInfo(stream.getStreamName(), name);
            return 0;
        } catch (JetStreamApiException e) {
            if (ApiErrorCode.CONSUMER_NOT_FOUND.is(e) || ApiErrorCode.STREAM_NOT_FOUND.is(e)) {
                return e.getApiErrorCode();
            }
            throw e;
        }
    }
}

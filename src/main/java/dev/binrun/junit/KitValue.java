package dev.binrun.junit;

import dev.binrun.server.NatsServer;
import dev.binrun.server.cluster.NatsCluster;
import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.ObjectStore;
import io.nats.client.StreamContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The types of parameters that the kit injects. */
enum KitValue {
    CONNECTION(Connection.class, (connection, name) -> connection),
    JET_STREAM(JetStream.class, (connection, name) -> connection.jetStream()),
    MANAGEMENT(JetStreamManagement.class, (connection, name) -> connection.jetStreamManagement()),
    SERVER(NatsServer.class, null),
    CLUSTER(NatsCluster.class, null),
    CHECKS(NatsChecks.class, null),
    STREAM(StreamContext.class, (connection, name) -> connection.getStreamContext(name)) {
        @Override
        List<String> existing(Connection connection, String name) throws IOException, JetStreamApiException {
            return connection.jetStreamManagement().getStreamNames();
        }
    },
    CONSUMER(
            ConsumerContext.class,
            (connection, name) ->
                    connection.getConsumerContext(streamOf(name), name.substring(name.indexOf('/') + 1))) {
        @Override
        List<String> existing(Connection connection, String name) throws IOException, JetStreamApiException {
            JetStreamManagement management = connection.jetStreamManagement();
            return management.getStreamNames().contains(streamOf(name))
                    ? management.getConsumerNames(streamOf(name)).stream()
                            .map(consumer -> streamOf(name) + "/" + consumer)
                            .toList()
                    : List.of();
        }
    },
    BUCKET(KeyValue.class, (connection, name) -> connection.keyValue(name)) {
        @Override
        List<String> existing(Connection connection, String name)
                throws IOException, JetStreamApiException, InterruptedException {
            return connection.keyValueManagement().getBucketNames();
        }
    },
    OBJECT_STORE(ObjectStore.class, (connection, name) -> connection.objectStore(name)) {
        @Override
        List<String> existing(Connection connection, String name)
                throws IOException, JetStreamApiException, InterruptedException {
            return connection.objectStoreManagement().getBucketNames();
        }
    };

    private final Class<?> type;
    private final Factory factory;

    /** Returns the value that a connection gives for a name. */
    private interface Factory {
        Object create(Connection connection, String name) throws IOException, JetStreamApiException;
    }

    KitValue(Class<?> type, Factory factory) {
        this.type = type;
        this.factory = factory;
    }

    static Optional<KitValue> of(Class<?> type) {
        return Stream.of(values()).filter(value -> value.type == type).findFirst();
    }

    /** Returns whether {@link Nats#value} names something on the server, not the server itself. */
    boolean isOnServer() {
        return ordinal() >= STREAM.ordinal();
    }

    /** Returns whether the value needs a connection. */
    boolean needsConnection() {
        return factory != null;
    }

    /** Returns a value that needs no connection. */
    Object of(NatsCluster cluster) {
        return this == CLUSTER ? cluster : cluster.nodes().get(0);
    }

    /** Returns the value of a connection. */
    Object of(Connection connection, String name) throws IOException, JetStreamApiException {
        return factory.create(connection, name);
    }

    /** Returns the names that exist on the server. */
    List<String> existing(Connection connection, String name)
            throws IOException, JetStreamApiException, InterruptedException {
        return List.of();
    }

    /** Returns the name of the type in messages. */
    String word() {
        return switch (this) {
            case STREAM -> "stream";
            case CONSUMER -> "consumer";
            case BUCKET -> "bucket";
            case OBJECT_STORE -> "object store";
            default -> type.getSimpleName();
        };
    }

    private static String streamOf(String name) {
        return name.substring(0, Math.max(0, name.indexOf('/')));
    }
}

package dev.binrun.sessions;

import dev.binrun.jetstream.ApiErrorCode;
import dev.binrun.server.host.Polling;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValueManagement;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.Mirror;
import io.nats.client.api.MirrorInfo;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.Source;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.SubjectTransform;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The streams and buckets of the business logic.
 *
 * @param storage the storage of all streams and buckets
 * @param extended whether to include {@code EVENT_MIGRATED} and the bucket {@code commands}
 */
public record Topology(StorageType storage, boolean extended) {
    public static final String COMMAND = "COMMAND";
    public static final String EVENT = "EVENT";
    public static final String MIRROR = "COMMANDX_MIRROR";
    public static final String MIGRATED = "EVENT_MIGRATED";
    public static final String SESSIONS = Session.BUCKET;
    public static final String COMMANDS = CommandWorkers.BUCKET;
    private static final int HISTORY = 5;
    private static final Polling POLLING = new Polling(Duration.ofMillis(5));

    /**
     * Returns the topology of the session simulation: COMMAND, EVENT, COMMANDX_MIRROR and the bucket sessions, in
     * memory.
     */
    public static Topology simulation() {
        return new Topology(StorageType.Memory, false);
    }

    /** Returns the topology of the live system: also EVENT_MIGRATED and the bucket commands, in files. */
    public static Topology playground() {
        return new Topology(StorageType.File, true);
    }

    /**
     * Creates missing streams and buckets, and updates existing ones. The mirror starts 100 to 200 ms later, see
     * {@link #awaitMirror}.
     *
     * @throws TopologyException if an existing stream or bucket has a configuration that the server cannot change
     */
    public void make(Connection nc) throws IOException, JetStreamApiException {
        ExistingStreams kept = new ExistingStreams(nc.jetStreamManagement());
        for (StreamConfiguration stream : streams()) {
            kept.keep(stream);
        }
        for (String bucket : extended ? List.of(SESSIONS, COMMANDS) : List.of(SESSIONS)) {
            keepBucket(nc, bucket);
        }
    }

    /**
     * Waits until the mirror follows its origin, because a command that is worked before would never reach the mirror.
     *
     * @throws IOException if the mirror does not follow its origin within this time
     */
    public static void awaitMirror(Connection nc, Duration within)
            throws IOException, JetStreamApiException, InterruptedException {
        JetStreamManagement management = nc.jetStreamManagement();
        AtomicReference<String> error = new AtomicReference<>("");
        boolean active = POLLING.<IOException, JetStreamApiException>holds(within, () -> {
            MirrorInfo mirror = management.getStreamInfo(MIRROR).getMirrorInfo();
            if (mirror != null && mirror.getError() != null) {
                error.set(", the server replied: " + mirror.getError());
            }
            return mirror != null
                    && mirror.getActive() != null
                    && !mirror.getActive().isNegative();
        });
        if (!active) {
            throw new IOException(MIRROR + " did not begin to mirror " + COMMAND + " within " + within.toMillis()
                    + " ms" + error.get());
        }
    }

    /** A bucket with a shorter history would hide changes that were made while the business logic was stopped. */
    private void keepBucket(Connection nc, String name) throws IOException, JetStreamApiException {
        try {
            keepBucketOrThrow(nc.keyValueManagement(), name);
        } catch (JetStreamApiException e) {
            if (ApiErrorCode.STREAM_SUBJECT_OVERLAP.is(e)) {
                throw OverlappingStreams.refused(
                        nc.jetStreamManagement(), "bucket " + name, "KV_" + name, List.of("$KV." + name + ".>"), e);
            }
            throw new TopologyException(
                    "the bucket " + name + " cannot be created or read, the server replied: " + e.getMessage(), e);
        }
    }

    private void keepBucketOrThrow(KeyValueManagement management, String name)
            throws IOException, JetStreamApiException {
        if (!management.getBucketNames().contains(name)) {
            management.create(bucket(name));
            return;
        }
        KeyValueConfiguration existing = management.getStatus(name).getConfiguration();
        if (existing.getMaxHistoryPerKey() < HISTORY) {
            management.update(KeyValueConfiguration.builder(existing)
                    .maxHistoryPerKey(HISTORY)
                    .build());
        }
    }

    private List<StreamConfiguration> streams() {
        List<StreamConfiguration> streams = new ArrayList<>();
        streams.add(stream(COMMAND)
                .subjects("command.>")
                .retentionPolicy(RetentionPolicy.WorkQueue)
                .build());
        streams.add(stream(EVENT).subjects("event.>").build());
        streams.add(stream(MIRROR)
                .mirror(Mirror.builder()
                        .name(COMMAND)
                        .filterSubject("command.x")
                        .build())
                .build());
        if (extended) {
            SubjectTransform toEvt = new SubjectTransform("event.>", "evt.>");
            streams.add(stream(MIGRATED)
                    .sources(Source.builder()
                            .name(EVENT)
                            .subjectTransforms(toEvt)
                            .build())
                    .build());
        }
        return streams;
    }

    private StreamConfiguration.Builder stream(String name) {
        return StreamConfiguration.builder().name(name).storageType(storage);
    }

    private KeyValueConfiguration bucket(String name) {
        return KeyValueConfiguration.builder()
                .name(name)
                .maxHistoryPerKey(HISTORY)
                .storageType(storage)
                .build();
    }
}

package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.TemplateText;
import dev.binrun.history.PendingOperation;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.IgnoredFieldException;
import dev.binrun.jetstream.MessageTtl;
import dev.binrun.jetstream.Messages;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.World;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** One write to a key: a value, or the marker of a delete or purge. Records the outcome in the history. */
final class KvWrite {
    private final Headers headers = new Headers();
    private final Recorder recorder;
    private long expected = -1;
    private Duration ttl = Duration.ZERO;
    private PendingOperation recorded = PendingOperation.NONE;
    private boolean creates;

    /** Creates a write without conditions. */
    KvWrite(World world) {
        this.recorder = world.recorder();
    }

    /**
     * Requires that the key's last revision is this one; 0 if the key must be new. Otherwise the server rejects the
     * write (10071).
     */
    KvWrite ifLast(long revision) {
        expected = revision;
        headers.put("Nats-Expected-Last-Subject-Sequence", String.valueOf(revision));
        return this;
    }

    /**
     * Limits the lifetime of the stored message (ADR-43). The server judges the text.
     *
     * @param age the time to live as written in the scenario; empty for no limit
     * @throws IgnoredFieldException if this version of the server would store the message and ignore the limit
     */
    KvWrite ttl(Optional<TemplateText> age, World world) {
        if (age.isPresent() && isBefore211(world.serverVersion())) {
            throw new IgnoredFieldException(
                    "this server (" + world.serverVersion() + ") ignores ttl: use 2.11 or later");
        }
        try {
            age.ifPresent(text -> {
                headers.put(MessageTtl.HEADER, text.get());
                ttl = MessageTtl.of(text.get());
            });
        } catch (IllegalArgumentException e) {
            throw VerbFailedException.of("invalid ttl").with(": " + e.getMessage());
        }
        return this;
    }

    /** Stores a value and returns the key's new entry. */
    JsonObject put(World world, String bucket, String key, byte[] value) throws InterruptedException {
        return set(
                world,
                bucket,
                key,
                value,
                origin -> expected >= 0
                        ? recorder.kvUpdate(origin, key, value, expected, ttl)
                        : recorder.kvPut(origin, key, value, ttl));
    }

    /**
     * Stores a value of a key that has none, and returns the key's new entry. If the server rejects it (10071), the
     * caller records why.
     */
    JsonObject create(World world, String bucket, String key, byte[] value) throws InterruptedException {
        creates = true;
        return set(world, bucket, key, value, origin -> recorder.kvCreate(origin, key, value, ttl));
    }

    /** Stores the marker of a delete or purge and returns the marker's entry. */
    JsonObject mark(World world, String bucket, String key, KvOperation operation) throws InterruptedException {
        headers.put(KvOperation.HEADER, operation.toString());
        if (operation == KvOperation.PURGE) {
            headers.put("Nats-Rollup", "sub");
        }
        return store(
                new KvBucket(world, bucket),
                key,
                new byte[0],
                operation,
                origin -> operation == KvOperation.DEL
                        ? recorder.kvDel(origin, key, expected)
                        : recorder.kvPurge(origin, key, expected, ttl));
    }

    /** Records that the write was rejected because the key has a value, or another revision. */
    void recordConflict() {
        recorded.conflict();
    }

    /** Records that the write was rejected, for any reason. */
    void recordRejection() {
        recorded.refused();
    }

    private JsonObject set(
            World world, String bucket, String key, byte[] value, Function<String, PendingOperation> record)
            throws InterruptedException {
        JsonObject entry = store(new KvBucket(world, bucket), key, value, KvOperation.PUT, record);
        Messages.payload(entry, "value", value);
        return entry;
    }

    /**
     * Takes the current time as that of the entry: an acknowledgement has none, and reading it would be another
     * request.
     */
    private JsonObject store(
            KvBucket kv, String key, byte[] value, KvOperation operation, Function<String, PendingOperation> record)
            throws InterruptedException {
        long revision = publish(kv, key, value, record);
        JsonObject entry = kv.entry(key, revision, operation);
        entry.addProperty("created", Instant.now().toString());
        return entry;
    }

    private long publish(KvBucket kv, String key, byte[] value, Function<String, PendingOperation> record)
            throws InterruptedException {
        try {
            return kv.publish(
                    key, headers.isEmpty() ? null : headers, value, origin -> recorded = record.apply(origin));
        } catch (VerbFailedException e) {
            if (e.isWrongLastSequence() && !creates) {
                recordWrongSequence(e);
            }
            throw e;
        }
    }

    /** A store with a read error replies the same, but with the expected revision, which only the description has. */
    private void recordWrongSequence(VerbFailedException rejection) {
        if (rejection.description().endsWith(": " + expected)) {
            recordRejection();
        } else {
            recordConflict();
        }
    }

    private static boolean isBefore211(String version) {
        return version.matches("2[.](\\d|10)([.].*)?");
    }
}

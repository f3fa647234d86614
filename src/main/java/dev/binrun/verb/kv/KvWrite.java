package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.TemplateText;
import dev.binrun.history.PendingOperation;
import dev.binrun.jetstream.IgnoredFieldException;
import dev.binrun.jetstream.MessageTtl;
import dev.binrun.jetstream.Messages;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.VerbWorld;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** One write to a key: a value, or the marker of a delete or purge. Records the outcome in the history. */
final class KvWrite {
    private final Headers headers = new Headers();
    private final VerbWorld world;
    private final KvBucket bucket;
    private final String key;
    private long expected = -1;
    private Duration ttl = Duration.ZERO;
    private PendingOperation recorded = PendingOperation.NONE;
    private boolean creates;

    /** Creates a write without conditions. */
    KvWrite(VerbWorld world, String bucket, String key) {
        this.world = world;
        this.bucket = new KvBucket(world, bucket);
        this.key = key;
    }

    /** Requires that the key's last revision is this one; 0 if the key must be new. */
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
    KvWrite ttl(Optional<TemplateText> age) {
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
    JsonObject put(byte[] value) throws InterruptedException {
        return store(
                value,
                KvOperation.PUT,
                origin -> expected >= 0
                        ? world.recorder().kvUpdate(origin, key, value, expected, ttl)
                        : world.recorder().kvPut(origin, key, value, ttl));
    }

    /** Stores a value and returns the key's new entry. If the server rejects it (10071), the caller records why. */
    JsonObject create(byte[] value) throws InterruptedException {
        creates = true;
        return store(value, KvOperation.PUT, origin -> world.recorder().kvCreate(origin, key, value, ttl));
    }

    /** Stores the marker of a delete or purge and returns the marker's entry. */
    JsonObject mark(KvOperation operation) throws InterruptedException {
        headers.put(KvOperation.HEADER, operation.toString());
        if (operation == KvOperation.PURGE) {
            headers.put("Nats-Rollup", "sub");
        }
        return store(
                new byte[0],
                operation,
                origin -> operation == KvOperation.DEL
                        ? world.recorder().kvDel(origin, key, expected)
                        : world.recorder().kvPurge(origin, key, expected, ttl));
    }

    /** Records that the write was rejected because the key has a value, or another revision. */
    void recordConflict() {
        recorded.conflict();
    }

    /** Records that the write was rejected, for any reason. */
    void recordRejection() {
        recorded.refused();
    }

    private JsonObject store(byte[] value, KvOperation operation, Function<String, PendingOperation> record)
            throws InterruptedException {
        JsonObject entry = bucket.entry(key, publish(value, record), operation);
        entry.addProperty("created", Instant.now().toString()); // the acknowledgement has no time
        if (operation == KvOperation.PUT) {
            Messages.payload(entry, "value", value);
        }
        return entry;
    }

    private long publish(byte[] value, Function<String, PendingOperation> record) throws InterruptedException {
        try {
            return bucket.publish(
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

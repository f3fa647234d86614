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

/** Something to store under a key: a value, or the marker of its end. */
final class KvWrite {
    private final Headers headers = new Headers();
    private final Recorder recorder;
    private long expected = -1;
    private Duration ttl = Duration.ZERO;
    private PendingOperation recorded = PendingOperation.NONE;
    private boolean creates;

    KvWrite(World world) {
        this.recorder = world.recorder();
    }

    /** Only if the key's last revision is this one; 0 if it must not have any. The server refuses others with 10071. */
    KvWrite ifLast(long revision) {
        expected = revision;
        headers.put("Nats-Expected-Last-Subject-Sequence", String.valueOf(revision));
        return this;
    }

    /**
     * Kept so long (ADR-43), as the scenario writes it: what it may be is for the server to say.
     *
     * @throws IgnoredFieldException if this server would store the value and know nothing of its time
     */
    KvWrite ttl(Optional<TemplateText> age, World world) {
        if (age.isPresent() && isBefore211(world.serverVersion())) {
            throw new IgnoredFieldException("this server (" + world.serverVersion() + ") ignores ttl: it needs 2.11");
        }
        try {
            age.ifPresent(text -> {
                headers.put(MessageTtl.HEADER, text.get());
                ttl = MessageTtl.of(text.get());
            });
        } catch (IllegalArgumentException e) {
            throw VerbFailedException.of("the ttl cannot be sent").with(": " + e.getMessage());
        }
        return this;
    }

    /** Stores a value; the answer is the key's new entry. */
    JsonObject put(World world, String bucket, String key, byte[] value) throws InterruptedException {
        return set(
                world,
                bucket,
                key,
                value,
                in -> expected >= 0
                        ? recorder.kvUpdate(in, key, value, expected, ttl)
                        : recorder.kvPut(in, key, value, ttl));
    }

    /** The same, of a key that has no value; what a refusal means, only the caller knows. */
    JsonObject create(World world, String bucket, String key, byte[] value) throws InterruptedException {
        creates = true;
        return set(world, bucket, key, value, in -> recorder.kvCreate(in, key, value, ttl));
    }

    /** Ends a key; the answer is the marker's entry. */
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
                in -> operation == KvOperation.DEL
                        ? recorder.kvDel(in, key, expected)
                        : recorder.kvPurge(in, key, expected, ttl));
    }

    /** It was refused because the key has a value, or another revision. */
    void conflict() {
        recorded.conflict();
    }

    /** It was refused, whatever the reason. */
    void refused() {
        recorded.refused();
    }

    private JsonObject set(
            World world, String bucket, String key, byte[] value, Function<String, PendingOperation> record)
            throws InterruptedException {
        JsonObject entry = store(new KvBucket(world, bucket), key, value, KvOperation.PUT, record);
        Messages.payload(entry, "value", value);
        return entry;
    }

    /** The acknowledgement has no time, and to ask for it would be a request more: what is stored was created when that came. */
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
            return kv.publish(key, headers.isEmpty() ? null : headers, value, in -> recorded = record.apply(in));
        } catch (VerbFailedException e) {
            if (e.isWrongLastSequence() && !creates) {
                wrongLast(e);
            }
            throw e;
        }
    }

    /** A store that cannot read what it has refuses so, too, and then names the revision that was expected. */
    private void wrongLast(VerbFailedException refusal) {
        if (refusal.description().endsWith(": " + expected)) { // no field of the answer has the revision
            refused();
        } else {
            conflict();
        }
    }

    private static boolean isBefore211(String version) {
        return version.matches("2[.](\\d|10)([.].*)?");
    }
}

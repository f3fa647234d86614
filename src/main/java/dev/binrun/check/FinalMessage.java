package dev.binrun.check;

import dev.binrun.history.Fingerprint;
import dev.binrun.history.NameTable;
import dev.binrun.history.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One message of a stream at the end of a run.
 *
 * @param sequence the sequence in the stream; in a bucket the revision
 * @param subject the subject
 * @param time when the server stored the message
 * @param payload the fingerprint of the payload; equal payloads have equal fingerprints
 * @param messageId the fingerprint of the {@code Nats-Msg-Id}; 0 if there is none
 */
@API(status = Status.EXPERIMENTAL)
public record FinalMessage(long sequence, String subject, Instant time, long payload, long messageId) {
    private static final int NANOS = 1_000_000_000;

    static FinalMessage of(StreamMessage message, NameTable names) {
        Instant time = Instant.ofEpochSecond(message.time() / NANOS, message.time() % NANOS);
        return new FinalMessage(
                message.sequence(), names.name(message.subject()), time, message.payload(), message.messageId());
    }

    /** Returns the key of an entry in a key-value bucket: the subject without {@code $KV.BUCKET.}. */
    public String key() {
        return key(subject);
    }

    static String key(String subject) {
        return subject.replaceFirst("^\\$KV\\.[^.]+\\.", "");
    }

    /** Returns whether the payload is a text in UTF-8. */
    public boolean hasPayload(String text) {
        return hasPayload(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns whether the payload consists of some bytes. */
    public boolean hasPayload(byte[] bytes) {
        return payload == Fingerprint.of(bytes);
    }

    /** Returns whether the {@code Nats-Msg-Id} is a text. */
    public boolean hasMessageId(String id) {
        return messageId == Fingerprint.of(id);
    }
}

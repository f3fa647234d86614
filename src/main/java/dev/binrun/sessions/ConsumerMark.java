package dev.binrun.sessions;

import io.nats.client.api.ConsumerInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The mark in the metadata of a consumer that the business logic created. The business logic never changes consumers
 * without a mark.
 *
 * @param bucket the bucket that the consumer follows
 * @param key the key in the bucket
 * @param revision the last applied revision of the key
 * @param detail further data for a restart; may be empty
 * @param lost whether the bucket's store has lost the entry
 */
record ConsumerMark(String bucket, String key, long revision, String detail, boolean lost) {
    private static final String BUCKET = "binrun.bucket";
    private static final String KEY = "binrun.key";
    private static final String REVISION = "binrun.revision";
    private static final String DETAIL = "binrun.detail";
    private static final String LOST = "binrun.lost";

    /** Reads the mark of a consumer. */
    static Optional<ConsumerMark> of(ConsumerInfo info) {
        Map<String, String> metadata = info.getConsumerConfiguration().getMetadata();
        if (metadata == null || !metadata.containsKey(BUCKET) || !metadata.containsKey(KEY)) {
            return Optional.empty();
        }
        return Optional.of(new ConsumerMark(
                metadata.get(BUCKET),
                metadata.get(KEY),
                number(metadata.get(REVISION)),
                metadata.getOrDefault(DETAIL, ""),
                metadata.containsKey(LOST)));
    }

    /** Returns the mark as metadata of a consumer. */
    Map<String, String> metadata() {
        Map<String, String> metadata = new HashMap<>();
        metadata.put(BUCKET, bucket);
        metadata.put(KEY, key);
        metadata.put(REVISION, String.valueOf(revision));
        if (!detail.isEmpty()) {
            metadata.put(DETAIL, detail);
        }
        if (lost) {
            metadata.put(LOST, "true");
        }
        return metadata;
    }

    /** Returns the detail as a number, or 0 if it is not a number. */
    long detailNumber() {
        return number(detail);
    }

    private static long number(String text) {
        return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}

package dev.binrun.sessions;

import io.nats.client.api.ConsumerInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The mark on a consumer that the business logic made, in the consumer's metadata; consumers without it are never touched.
 *
 * @param bucket the bucket that it follows
 * @param key its key there
 * @param revision the key's revision that was applied last
 * @param detail what else its follower must know after a restart; may be empty
 * @param lost whether the bucket's store has lost the entry
 */
record ConsumerMark(String bucket, String key, long revision, String detail, boolean lost) {
    private static final String BUCKET = "binrun.bucket";
    private static final String KEY = "binrun.key";
    private static final String REVISION = "binrun.revision";
    private static final String DETAIL = "binrun.detail";
    private static final String LOST = "binrun.lost";

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

    /** The detail as a number, 0 if it is none. */
    long detailNumber() {
        return number(detail);
    }

    private static long number(String text) {
        return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}

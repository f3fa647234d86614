package dev.binrun.sessions;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a session's consumer is made for.
 *
 * @param key in the bucket
 * @param revision the one that says so
 */
record Session(String key, long revision, Subscriptions subscriptions) {
    static final String BUCKET = "sessions";
    private static final int LONGEST_DETAIL = 100_000;

    /** Reads it back from its consumer; empty if the consumer is not a session's. */
    static Optional<Session> of(ConsumerInfo consumer) {
        return Ownership.of(consumer)
                .filter(mark -> mark.bucket().equals(BUCKET))
                .map(mark -> new Session(mark.key(), mark.revision(), subscriptions(consumer, mark)));
    }

    String consumer() {
        try {
            return ConsumerName.of(key);
        } catch (BadEntryException e) {
            throw new IllegalStateException("a key was taken that no consumer can be named after: " + key, e);
        }
    }

    ConsumerConfiguration configuration(Duration ackWait) {
        return ConsumerConfiguration.builder()
                .durable(consumer())
                .filterSubjects(subscriptions.filterNames())
                .deliverPolicy(DeliverPolicy.All)
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(ackWait)
                .metadata(new Ownership(BUCKET, key, revision, detail()).metadata())
                .build();
    }

    /** The subjects with their times, if the filters do not say it all. */
    private String detail() {
        if (!subscriptions.widened() && subscriptions.complete().equals(Instant.EPOCH)) {
            return "";
        }
        String detail = subscriptions.since().entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(" "));
        return detail.length() <= LONGEST_DETAIL ? detail : "";
    }

    private static Subscriptions subscriptions(ConsumerInfo consumer, Ownership mark) {
        Map<Subject, Instant> since = new LinkedHashMap<>();
        if (mark.detail().isEmpty()) {
            consumer.getConsumerConfiguration()
                    .getFilterSubjects()
                    .forEach(filter -> since.put(Subject.of(filter), Instant.EPOCH));
        } else {
            String[] words = mark.detail().split(" ");
            for (int i = 0; i + 1 < words.length; i += 2) {
                since.put(Subject.of(words[i + 1]), Instant.parse(words[i]));
            }
        }
        return Subscriptions.of(since);
    }
}

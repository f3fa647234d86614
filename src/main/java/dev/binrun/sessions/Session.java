package dev.binrun.sessions;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private String detail() {
        String subjects = String.join(" ", subscriptions.names());
        return subscriptions.widened() && subjects.length() <= LONGEST_DETAIL ? subjects : "";
    }

    private static Subscriptions subscriptions(ConsumerInfo consumer, Ownership mark) {
        Stream<String> subjects = mark.detail().isEmpty()
                ? filters(consumer).stream()
                : Stream.of(mark.detail().split(" "));
        return Subscriptions.of(subjects.map(Subject::of).collect(Collectors.toList()));
    }

    private static List<String> filters(ConsumerInfo consumer) {
        return consumer.getConsumerConfiguration().getFilterSubjects();
    }
}

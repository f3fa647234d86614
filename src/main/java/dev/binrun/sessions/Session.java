package dev.binrun.sessions;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A session: the subscriptions of one key, and its consumer.
 *
 * @param key the key in the bucket {@code sessions}
 * @param revision the revision of the entry
 * @param lost whether the bucket's store has lost the entry, so that the session continues without it
 */
record Session(String key, long revision, Subscriptions subscriptions, boolean lost) {
    static final String BUCKET = "sessions";
    private static final int LONGEST_DETAIL = 100_000;

    Session(String key, long revision, Subscriptions subscriptions) {
        this(key, revision, subscriptions, false);
    }

    /**
     * Reads the session of a consumer; empty if the consumer does not belong to a session.
     *
     * @throws BadEntryException if the consumer has the mark of another consumer
     */
    static Optional<Session> of(ConsumerInfo consumer, BucketState bucket) throws BadEntryException {
        Optional<ConsumerMark> found =
                ConsumerMark.of(consumer).filter(mark -> mark.bucket().equals(BUCKET));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ConsumerMark mark = found.get();
        if (!ConsumerName.of(mark.key()).equals(consumer.getName())) {
            throw new BadEntryException("the key in its mark belongs to another consumer");
        }
        boolean lost = mark.lost() || bucket.hasLost(mark.revision(), consumer);
        long revision = Math.min(mark.revision(), bucket.lastRevision());
        return Optional.of(new Session(mark.key(), revision, subscriptions(consumer, mark), lost));
    }

    /** Returns this session with the entry lost. */
    Session withoutEntry() {
        return new Session(key, revision, subscriptions, true);
    }

    /** Returns the name of the consumer. */
    String consumer() {
        try {
            return ConsumerName.of(key);
        } catch (BadEntryException e) {
            throw new IllegalStateException("no consumer name is possible for the accepted key " + key, e);
        }
    }

    /** Returns the configuration of the consumer. */
    ConsumerConfiguration configuration(Duration ackWait) {
        return ConsumerConfiguration.builder()
                .durable(consumer())
                .filterSubjects(subscriptions.filterNames())
                .deliverPolicy(DeliverPolicy.All)
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(ackWait)
                .metadata(new ConsumerMark(BUCKET, key, revision, detail(), lost).metadata())
                .build();
    }

    /** Returns the subjects with their times, if the filters of the consumer are not enough to restore them. */
    private String detail() {
        if (!subscriptions.widened() && subscriptions.complete().equals(Instant.EPOCH)) {
            return "";
        }
        String detail = subscriptions.since().entrySet().stream()
                .map(subject -> subject.getValue() + " " + subject.getKey())
                .collect(Collectors.joining(" "));
        return detail.length() <= LONGEST_DETAIL ? detail : "";
    }

    private static Subscriptions subscriptions(ConsumerInfo consumer, ConsumerMark mark) throws BadEntryException {
        Map<Subject, Instant> since = new LinkedHashMap<>();
        if (mark.detail().isEmpty()) {
            List<String> filters = consumer.getConsumerConfiguration().getFilterSubjects();
            for (String filter : filters == null ? List.<String>of() : filters) {
                since.put(Subject.of(filter), Instant.EPOCH);
            }
        } else {
            String[] words = mark.detail().split(" ");
            for (int i = 0; i + 1 < words.length; i += 2) {
                since.put(Subject.parse(words[i + 1]), time(words[i]));
            }
        }
        if (since.isEmpty()) {
            throw new BadEntryException("its mark names no subject");
        }
        return Subscriptions.of(since);
    }

    private static Instant time(String text) throws BadEntryException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new BadEntryException("its mark contains " + TerminalText.quoted(text) + " instead of a time");
        }
    }
}

package dev.binrun.sessions;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The workers of one command, and their consumer.
 *
 * @param key the key in the bucket {@code commands}: {@code y} stands for {@code command.y} and the consumer
 *     {@code COMMAND_Y}
 * @param revision the revision of the entry; 0 without an entry
 * @param workers the number of workers; with 0 the commands wait
 * @param workedThrough the sequence up to which an earlier consumer worked all commands
 * @param lost whether the bucket's store has lost the entry, so that the workers continue without it
 */
record CommandWorkers(String key, long revision, int workers, long workedThrough, boolean lost) {
    static final String BUCKET = "commands";

    CommandWorkers(String key, long revision, int workers, long workedThrough) {
        this(key, revision, workers, workedThrough, false);
    }

    /** Reads the workers of a consumer from its mark; empty if the consumer does not belong to the bucket. */
    static Optional<CommandWorkers> of(ConsumerInfo consumer) {
        return mark(consumer)
                .map(mark -> new CommandWorkers(mark.key(), mark.revision(), 1, mark.detailNumber(), mark.lost()));
    }

    /**
     * Reads the workers of a consumer, compared with the bucket; empty if the consumer does not belong to the bucket.
     *
     * @throws BadEntryException if the consumer has the mark of another consumer
     */
    static Optional<CommandWorkers> of(ConsumerInfo consumer, BucketState bucket) throws BadEntryException {
        Optional<CommandWorkers> found = of(consumer);
        if (found.isEmpty()) {
            return found;
        }
        CommandWorkers mark = found.get();
        if (!consumer(mark.key()).equals(consumer.getName())) {
            throw new BadEntryException("the key in its mark belongs to another consumer");
        }
        boolean lost = mark.lost() || bucket.hasLost(mark.revision(), consumer);
        long revision = Math.min(mark.revision(), bucket.lastRevision());
        return Optional.of(new CommandWorkers(mark.key(), revision, 1, mark.workedThrough(), lost));
    }

    private static Optional<ConsumerMark> mark(ConsumerInfo consumer) {
        return ConsumerMark.of(consumer).filter(mark -> mark.bucket().equals(BUCKET));
    }

    /** Returns these workers with the entry lost. */
    CommandWorkers withoutEntry() {
        return new CommandWorkers(key, revision, workers, workedThrough, true);
    }

    /** Returns the name of the consumer for a key. */
    static String consumer(String key) throws BadEntryException {
        return ConsumerName.of("COMMAND_", key).toUpperCase(Locale.ROOT);
    }

    /** Returns the name of the consumer. */
    String consumer() {
        try {
            return consumer(key);
        } catch (BadEntryException e) {
            throw new IllegalStateException("no consumer name is possible for the accepted key " + key, e);
        }
    }

    /** Returns the subject of the commands. */
    String subject() {
        return "command." + key;
    }

    /** Returns these workers with a new revision and number. */
    CommandWorkers with(long newRevision, int newWorkers) {
        return new CommandWorkers(key, newRevision, newWorkers, workedThrough);
    }

    /** Returns the configuration of the consumer. */
    ConsumerConfiguration configuration(Duration ackWait) {
        String detail = workedThrough == 0 ? "" : String.valueOf(workedThrough);
        return ConsumerConfiguration.builder()
                .durable(consumer())
                .filterSubject(subject())
                .deliverPolicy(DeliverPolicy.All)
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(ackWait)
                .metadata(new ConsumerMark(BUCKET, key, revision, detail, lost).metadata())
                .build();
    }
}

package dev.binrun.sessions;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a command's consumer is made for.
 *
 * @param key in the bucket {@code commands}: {@code y} stands for {@code command.y} and the consumer {@code COMMAND_Y}
 * @param revision the one that says so; 0 if nothing did
 * @param workers how many; 0 lets the commands wait
 * @param workedThrough up to this sequence all were worked by a consumer before this one
 * @param lost whether the bucket's store has lost the entry, so that the workers go on without it
 */
record CommandWorkers(String key, long revision, int workers, long workedThrough, boolean lost) {
    static final String BUCKET = "commands";

    CommandWorkers(String key, long revision, int workers, long workedThrough) {
        this(key, revision, workers, workedThrough, false);
    }

    static Optional<CommandWorkers> of(ConsumerInfo consumer) {
        return mark(consumer)
                .map(mark -> new CommandWorkers(mark.key(), mark.revision(), 1, mark.detailNumber(), mark.lost()));
    }

    /**
     * Reads it back from its consumer; empty if the consumer is not one of the bucket's.
     *
     * @throws BadEntryException if the consumer has the mark of one, but was not made for one
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

    /** The workers without their entry in the bucket. */
    CommandWorkers withoutEntry() {
        return new CommandWorkers(key, revision, workers, workedThrough, true);
    }

    static String consumer(String key) throws BadEntryException {
        return ConsumerName.of("COMMAND_", key).toUpperCase(Locale.ROOT);
    }

    String consumer() {
        try {
            return consumer(key);
        } catch (BadEntryException e) {
            throw new IllegalStateException("a key was taken that no consumer can be named after: " + key, e);
        }
    }

    String subject() {
        return "command." + key;
    }

    CommandWorkers with(long newRevision, int newWorkers) {
        return new CommandWorkers(key, newRevision, newWorkers, workedThrough);
    }

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

package dev.binrun.sessions;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Options of the business logic.
 *
 * @param user whether a user may change the system meanwhile. Then the bucket {@code commands} sets the workers,
 *     removed consumers are created again, and messages that no consumer takes are reported. Otherwise one worker
 *     serves {@code COMMAND_X}
 * @param threads the number of threads that deliver events, shared by all sessions; each worker has its own thread
 * @param batch the largest number of messages of one consumer in delivery to this client
 * @param ackWait the time after which the server redelivers a message that was not acknowledged
 * @param workedThrough the sequence up to which an earlier run worked all {@code command.x}; stored commands up to this
 *     sequence are acknowledged and not worked again
 * @param damagedBuckets the buckets whose store is damaged, so that a missing key does not end its consumer
 * @param streams the folder in which the server stores the streams, if this process can read it
 */
public record BusinessLogicOptions(
        boolean user,
        int threads,
        int batch,
        Duration ackWait,
        long workedThrough,
        Set<String> damagedBuckets,
        Optional<Path> streams) {

    /** Checks the options. */
    public BusinessLogicOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, not " + batch);
        }
        if (ackWait.isNegative() || ackWait.isZero()) {
            throw new IllegalArgumentException("ackWait must be longer than zero, not " + ackWait);
        }
        if (workedThrough < 0) {
            throw new IllegalArgumentException("workedThrough must not be negative, not " + workedThrough);
        }
    }

    /**
     * Returns the options of the simulation: one worker, one thread per core for the sessions, redelivery after 30 s.
     */
    public static BusinessLogicOptions defaults() {
        return new BusinessLogicOptions(
                false,
                Runtime.getRuntime().availableProcessors(),
                100,
                Duration.ofSeconds(30),
                0,
                Set.of(),
                Optional.empty());
    }

    /** Returns these options with a user who may change the system. */
    public BusinessLogicOptions withUser() {
        return new BusinessLogicOptions(true, threads, batch, ackWait, workedThrough, damagedBuckets, streams);
    }

    /** Returns these options with another time until redelivery. */
    public BusinessLogicOptions withAckWait(Duration value) {
        return new BusinessLogicOptions(user, threads, batch, value, workedThrough, damagedBuckets, streams);
    }

    /** Returns these options with the sequence up to which an earlier run worked all {@code command.x}. */
    public BusinessLogicOptions withWorkedThrough(long value) {
        return new BusinessLogicOptions(user, threads, batch, ackWait, value, damagedBuckets, streams);
    }

    /** Returns these options with the buckets whose store is damaged. */
    public BusinessLogicOptions withDamagedBuckets(Set<String> value) {
        return new BusinessLogicOptions(user, threads, batch, ackWait, workedThrough, value, streams);
    }

    /** Returns these options with the folder in which the server stores the streams. */
    public BusinessLogicOptions withStreams(Path value) {
        return new BusinessLogicOptions(
                user, threads, batch, ackWait, workedThrough, damagedBuckets, Optional.of(value));
    }
}

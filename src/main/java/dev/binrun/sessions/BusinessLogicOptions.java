package dev.binrun.sessions;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the business logic runs.
 *
 * @param user whether a user changes things by hand meanwhile: the bucket {@code commands} sets the workers, and consumers that are
 *     removed are made again, what arrives and nobody takes is told; if not, one worker serves {@code COMMAND_X}
 * @param threads how many threads deliver events, shared by all sessions; each worker has one of its own
 * @param batch how many messages a consumer may have under way to this client
 * @param ackWait after what time a message that was not acknowledged comes again
 * @param workedThrough the last sequence of {@code COMMAND} whose {@code command.x} were all worked by an earlier run; what is
 *     still stored up to it is acknowledged and not worked again
 * @param damagedBuckets the buckets whose store is damaged: consumers that they no longer name do not end
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

    public BusinessLogicOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, not " + batch);
        }
        if (ackWait.isNegative() || ackWait.isZero()) {
            throw new IllegalArgumentException("ackWait must be longer than nothing, not " + ackWait);
        }
        if (workedThrough < 0) {
            throw new IllegalArgumentException("workedThrough must not be negative, not " + workedThrough);
        }
    }

    /** One fixed worker, a thread per core for the sessions, redelivery after 30 s. */
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

    public BusinessLogicOptions withUser() {
        return new BusinessLogicOptions(true, threads, batch, ackWait, workedThrough, damagedBuckets, streams);
    }

    public BusinessLogicOptions withAckWait(Duration value) {
        return new BusinessLogicOptions(user, threads, batch, value, workedThrough, damagedBuckets, streams);
    }

    public BusinessLogicOptions withWorkedThrough(long value) {
        return new BusinessLogicOptions(user, threads, batch, ackWait, value, damagedBuckets, streams);
    }

    public BusinessLogicOptions withDamagedBuckets(Set<String> value) {
        return new BusinessLogicOptions(user, threads, batch, ackWait, workedThrough, value, streams);
    }

    public BusinessLogicOptions withStreams(Path value) {
        return new BusinessLogicOptions(
                user, threads, batch, ackWait, workedThrough, damagedBuckets, Optional.of(value));
    }
}

package dev.binrun.sessions;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.support.JsonParseException;
import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The business logic: one durable consumer for each session, and the workers of the commands, in step with their
 * buckets.
 *
 * <p>One thread applies the changes. After a start or a reconnect, the histories of the buckets show the changes that
 * were missed.
 */
public final class BusinessLogic implements AutoCloseable {
    /** The consumer that works {@code command.x}, always there while the business logic runs. */
    public static final String COMMAND_X = "COMMAND_X";

    /** The longest time that a start may make no progress. */
    private static final Duration START = Duration.ofSeconds(60);

    private static final Duration LOADING = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration PROGRESS = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** The first failure needs no warning, because one request times out after a pause of the whole machine. */
    private static final int WARNED_FAILURE = 1;

    private final Connection nc;
    private final BusinessListener listener;
    private final ConnectionListener reconnected = this::connectionEvent;
    private final List<Dispatcher> dispatchers = new ArrayList<>();
    private final List<BucketFollowing<?>> followings = new ArrayList<>();
    private final Semaphore signal = new Semaphore(0);
    private final RemovalWatch removals = new RemovalWatch(signal::release);
    private final AtomicBoolean beginAgain = new AtomicBoolean(true);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Void> inStep = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "business-logic");

    private BusinessLogic(Connection nc, BusinessListener listener) {
        this.nc = nc;
        this.listener = listener;
    }

    /**
     * Starts the business logic, and returns when all consumers are in step with the buckets.
     *
     * @param nc the caller's connection to a server with the streams of {@link Topology}, which the caller closes
     * @throws IOException if the start makes no progress for 60 s, or if the connection is lost
     */
    public static BusinessLogic start(Connection nc, BusinessLogicOptions options, BusinessListener listener)
            throws IOException, JetStreamApiException, InterruptedException {
        BusinessLogic logic = new BusinessLogic(nc, listener);
        try {
            logic.open(options);
            return logic;
        } catch (Exception e) {
            logic.close();
            throw e;
        }
    }

    /**
     * Returns the sequence up to which all commands of a consumer were worked, by this consumer or by the one before
     * it.
     */
    public static long workedThrough(ConsumerInfo consumer) {
        long before =
                CommandWorkers.of(consumer).map(CommandWorkers::workedThrough).orElse(0L);
        return Math.max(before, consumer.getAckFloor().getStreamSequence());
    }

    /**
     * Returns a sentence about the fields of {@link #COMMAND_X} that were edited by hand. Each start of the live system
     * creates it again.
     *
     * @param stored the consumer's configuration from the store; an unreadable configuration has no edits
     */
    public static Optional<String> editsOfCommandX(String stored) {
        ConsumerConfiguration found;
        try {
            found = ConsumerConfiguration.builder().json(stored).build();
        } catch (JsonParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean paused = found.getPauseUntil() != null && found.getPauseUntil().isAfter(ZonedDateTime.now());
        List<String> edits = HandEdits.of(found, paused, Workers.commandX());
        return edits.isEmpty()
                ? Optional.empty()
                : Optional.of(Warnings.edited(Topology.COMMAND, COMMAND_X, Topology.COMMANDS, edits));
    }

    /** Stops when the messages that have arrived are worked. The consumers stay for the next start. */
    @Override
    public void close() {
        if (closing.getCount() == 0) {
            return;
        }
        closing.countDown();
        signal.release();
        nc.removeConnectionListener(reconnected);
        join();
        drain();
        followings.forEach(BucketFollowing::close);
    }

    private void open(BusinessLogicOptions options) throws IOException, JetStreamApiException, InterruptedException {
        for (int i = 0; i < options.threads(); i++) {
            Dispatcher dispatcher = nc.createDispatcher();
            dispatcher.setPendingLimits(0, 0);
            dispatchers.add(dispatcher);
        }
        Consumers events = new Consumers(nc, "EVENT", dispatchers, options);
        Consumers commands = new Consumers(nc, "COMMAND", dispatchers, options);
        Runnable wake = signal::release;
        followings.add(new BucketFollowing<>(
                new Workers(commands, options, listener),
                options.user(),
                options.damagedBuckets().contains(Topology.COMMANDS),
                listener,
                wake));
        followings.add(new BucketFollowing<>(
                new Sessions(events, options.ackWait(), listener),
                true,
                options.damagedBuckets().contains(Topology.SESSIONS),
                listener,
                wake));
        if (options.user()) {
            removals.listen(dispatchers.get(0));
            followings.forEach(following -> following.reportUntaken(dispatchers.get(0)));
        }
        nc.addConnectionListener(reconnected);
        thread.setDaemon(true);
        thread.start();
        awaitInStep();
    }

    private void run() {
        int failures = 0;
        while (closing.getCount() > 0) {
            try {
                step();
                failures = 0;
                awaitSignal();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | JetStreamApiException | IllegalStateException e) { // jnats throws the last one too
                if (inStep.completeExceptionally(e)) {
                    return;
                }
                retry(e, failures++ == WARNED_FAILURE);
            } catch (RuntimeException | Error e) {
                if (failures <= WARNED_FAILURE) {
                    listener.failed(e);
                }
                if (inStep.completeExceptionally(e)) {
                    return;
                }
                failures = WARNED_FAILURE + 1;
                retry(e, false);
            }
        }
    }

    private void awaitSignal() throws InterruptedException {
        if (followings.stream().anyMatch(BucketFollowing::waitsForTime)) {
            signal.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            signal.acquire();
        }
        signal.drainPermits();
    }

    private void step() throws IOException, JetStreamApiException, InterruptedException {
        if (beginAgain.getAndSet(false)) {
            for (BucketFollowing<?> following : followings) {
                following.begin(nc);
            }
        }
        for (RemovedAsset removal : removals.take()) {
            restore(removal);
        }
        for (BucketFollowing<?> following : followings) {
            following.step(() -> closing.getCount() == 0);
        }
        if (followings.stream().allMatch(BucketFollowing::settled)) {
            inStep.complete(null);
        }
    }

    private void restore(RemovedAsset removal) throws IOException, JetStreamApiException, InterruptedException {
        if (removal.consumer().isEmpty()) {
            Optional<String> warning = RemovalWatch.warning(removal.stream());
            if (warning.isPresent() && RemovalWatch.awaitGone(nc.jetStreamManagement(), removal.stream())) {
                listener.warning(warning.get());
            }
            return;
        }
        for (BucketFollowing<?> following : followings) {
            following.restore(removal.stream(), removal.consumer().get());
        }
    }

    private void retry(Throwable failure, boolean warn) {
        if (warn && closing.getCount() > 0) {
            listener.warning(
                    "the sessions and workers may lag behind their buckets; trying again: " + failure.getMessage());
        }
        beginAgain.set(true);
        try {
            if (!closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                signal.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void connectionEvent(Connection connection, Events event) {
        if (event == Events.RESUBSCRIBED) {
            beginAgain.set(true);
            signal.release();
        }
    }

    private void awaitInStep() throws IOException, JetStreamApiException, InterruptedException {
        long idleSeconds = 0;
        for (long before = 0; !isInStep(); ) {
            long now = followings.stream().mapToLong(BucketFollowing::progress).sum();
            idleSeconds = now > before ? 0 : idleSeconds + PROGRESS.toSeconds();
            before = now;
            boolean loading = followings.stream().anyMatch(BucketFollowing::isLoading);
            if (idleSeconds >= (loading ? LOADING : START).toSeconds()) {
                throw new IOException("the sessions and workers made no progress for " + START.toSeconds()
                        + " s, after " + now + " entries of their buckets were read or applied");
            }
            listener.progress(
                    loading
                            ? "the server lists its consumers"
                            : now + " entries of the buckets were read or applied so far");
        }
    }

    private boolean isInStep() throws IOException, JetStreamApiException, InterruptedException {
        try {
            inStep.get(PROGRESS.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof JetStreamApiException refused) {
                throw refused;
            }
            throw new IOException(
                    "the sessions and workers could not be started: "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    private void join() {
        try {
            thread.join(END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain() {
        if (nc.getStatus() != Connection.Status.CONNECTED) {
            return;
        }
        try {
            List<CompletableFuture<Boolean>> drained = new ArrayList<>();
            for (Dispatcher dispatcher : dispatchers) {
                drained.add(dispatcher.drain(END));
            }
            CompletableFuture.allOf(drained.toArray(new CompletableFuture<?>[0]))
                    .get(END.toMillis(), TimeUnit.MILLISECONDS);
            nc.flush(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            listener.warning("messages in delivery may be delivered again after the next start: the server did not"
                    + " reply within " + END.toMillis() + " ms");
        } catch (ExecutionException | IllegalStateException e) {
            listener.warning("messages in delivery may be delivered again after the next start: " + e.getMessage());
        }
    }
}

package dev.binrun.verb.consumer;

import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Messages;
import dev.binrun.verb.GatheredMessages;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The messages of consecutive pulls: a pull that is used up or lost is followed by the next. */
final class PullFeed implements MessageFeed {
    /**
     * The parameters of the pulls.
     *
     * @param consumer {@code STREAM.CONSUMER}
     * @param heartbeat how often the server confirms that a pull still waits
     * @param renewed whether another pull follows if the server ended one or seems to have forgotten it; else the feed
     *     ends
     */
    record Pulls(
            String consumer, long batch, Duration expires, Duration heartbeat, PullOptions options, boolean renewed) {}

    /** Statuses that end a pull although the consumer still exists (server/consumer.go). */
    private static final Set<String> PASSING = Set.of("Batch Completed", "Leadership Change", "Server Shutdown");

    private static final String TOO_BIG = "Message Size Exceeds MaxBytes";
    private static final String PIN = "Nats-Pin-Id";
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Connection connection;
    private final Pulls pulls;
    private final GatheredMessages gathered;
    private final String inbox;
    private final SubscriptionQueue arrivals;
    private Optional<String> pin;
    private Duration wait;
    private long pull;
    private long left;
    private boolean over;

    private PullFeed(Connection connection, Pulls pulls, GatheredMessages gathered) {
        this.connection = connection;
        this.pulls = pulls;
        this.gathered = gathered;
        this.inbox = connection.createInbox();
        this.pin = pulls.options().id();
        this.arrivals = SubscriptionQueue.on(connection, inbox + ".*", Optional.empty());
    }

    /** Returns a feed that has sent its first pull, which a flush of the connection confirms. */
    static PullFeed start(Connection connection, Pulls pulls, GatheredMessages gathered) {
        PullFeed feed = new PullFeed(connection, pulls, gathered);
        feed.pull();
        return feed;
    }

    @Override
    public Optional<Message> next() throws InterruptedException {
        while (!over) {
            if (left == 0 && !arrivals.ending()) {
                pull();
            }
            boolean ended = arrivals.ended();
            Optional<Message> message = arrivals.next(wait);
            if (message.isEmpty()) {
                over = ended || !renewAfterSilence();
            } else if (!message.get().isStatusMessage()) {
                left = Math.max(0, left - 1);
                keepPin(message.get());
                return message;
            } else if (message.get().getSubject().equals(inbox + "." + pull)) {
                over = !goesOnAfter(message.get());
            }
        }
        return Optional.empty();
    }

    @Override
    public void end() {
        arrivals.end();
    }

    @Override
    public void close() {
        arrivals.close();
    }

    @Override
    public long dropped() {
        return arrivals.dropped();
    }

    /** Each pull has its own reply subject, so that the end of one is not mistaken for that of the next. */
    private void pull() {
        pull++;
        left = pulls.batch();
        wait = pulls.heartbeat().multipliedBy(2);
        PullOptions options = pulls.options().with(pulls.heartbeat(), pin);
        byte[] request = options.request(pulls.batch(), Optional.of(pulls.expires()))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        try {
            connection.publish("$JS.API.CONSUMER.MSG.NEXT." + pulls.consumer(), inbox + "." + pull, request);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Api.unsendable("the pull from " + pulls.consumer(), e);
        }
    }

    /** Two heartbeats are missing: the server has lost the pull, or it cannot be reached. */
    private boolean renewAfterSilence() {
        if (pulls.renewed() && connection.getStatus() == Connection.Status.CONNECTED && !arrivals.ending()) {
            pull();
        }
        return pulls.renewed();
    }

    private boolean goesOnAfter(Message status) {
        int code = status.getStatus().getCode();
        String description = status.getStatus().getMessage();
        if (code == 100) {
            return true;
        }
        if (code == 404 || code == 408 || description.equals("Batch Completed")) {
            left = 0;
            return true;
        }
        gathered.put("status", Messages.status(status));
        boolean brought = left < pulls.batch();
        left = 0;
        if (code == 503) { // no consumer leader listens now, but one may a little later
            left = pulls.batch();
            wait = PAUSE;
        }
        if (code == 423) {
            pin = Optional.empty();
        }
        boolean passes =
                code == 503 || code == 423 || PASSING.contains(description) || description.equals(TOO_BIG) && brought;
        return pulls.renewed() && passes;
    }

    /** Each message to the pinned client has its pin, which its next pull must state (ADR-42). */
    private void keepPin(Message message) {
        if (pulls.options().group().isPresent() && message.getHeaders() != null) {
            Optional.ofNullable(message.getHeaders().getFirst(PIN)).ifPresent(id -> pin = Optional.of(id));
        }
    }
}

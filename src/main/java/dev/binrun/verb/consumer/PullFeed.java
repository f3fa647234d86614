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

/** Messages that are pulled: a pull that is used up, or lost, is followed by the next. */
final class PullFeed implements MessageFeed {
    /**
     * What is pulled.
     *
     * @param consumer {@code STREAM.CONSUMER}
     * @param heartbeat how often the server says that a pull is still there
     * @param renewed whether a pull that the server ended, or seems to have forgotten, is followed by another; else all ends
     */
    record Pulls(
            String consumer, long batch, Duration expires, Duration heartbeat, PullOptions options, boolean renewed) {}

    /** Ends of a pull after which the consumer is still there (server/consumer.go). */
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

    /** Sends the first pull; it has reached the server once the connection is flushed. */
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

    /** Each pull has a reply subject of its own, so that the end of one is not taken for that of the next. */
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

    /** Two heartbeats are missing: the server has lost the pull, or it is the server that is away. */
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
        if (code == 503) { // nobody is there to pull from: a while later there may be
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

    /** The pin stands in each message of the client that has it, and must stand in its next pull (ADR-42). */
    private void keepPin(Message message) {
        if (pulls.options().group().isPresent() && message.getHeaders() != null) {
            Optional.ofNullable(message.getHeaders().getFirst(PIN)).ifPresent(id -> pin = Optional.of(id));
        }
    }
}

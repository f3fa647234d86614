package dev.binrun.verb.message;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.form.TemplateText;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Connections;
import dev.binrun.jetstream.Messages;
import dev.binrun.jetstream.Refusals;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.Payload;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends a request to a subject, such as one of the raw {@code $JS.API}: {@code nats request}. A reply is the answer
 * even if it contains an error; the step fails only if nothing listens, or no reply arrives in time.
 */
@VerbDoc(
        value =
                "Sends a request to a subject, such as one of the raw $JS.API; it fails only without a listener or a reply in time",
        answers = "{message: {subject, data, json, headers, size, status}}; with replies {messages: […], status}",
        example = """
            - request: $JS.API.STREAM.INFO.ORDERS
              expect: { message: { json: { config: { name: ORDERS } } } }
            - request: no.listener hello
              error: no responders
            """)
public record Request(
        @Arg(value = "the subject to send the request to", position = 0, required = true)
        String subject,

        @Arg(value = "the payload", position = 1) Payload payload,

        @Arg(value = "headers: a value, or a list of values, by name", also = "header")
        Optional<Map<String, List<TemplateText>>> headers,

        @Arg(
                value = "collect up to this many replies, as many as arrive in time; 0 for all that arrive in time",
                min = 0)
        Optional<Long> replies,

        @Arg("collect replies until an empty one arrives") boolean waitForEmpty,

        @Arg("with several replies: how long to wait for the next one; all the time if left out")
        Optional<Duration> replyTimeout,

        @Arg("how long to wait in total; 5s if left out") Optional<Duration> timeout,

        @Arg(value = "how many replies to keep; 1,000 if left out, or replies if that is more", min = 0)
        Optional<Long> keep)
        implements TimedVerb {

    private static final int HEARTBEAT = 100;
    private static final int NO_RESPONDERS = 503;

    public Request {
        if (replies.isPresent() && waitForEmpty) {
            throw new InvalidArgumentException(
                    "wait_for_empty", "replies and wait_for_empty both end the collection; state only one of them");
        }
        if (replies.isEmpty() && !waitForEmpty) {
            replyTimeout.ifPresent(timeoutOfOne -> {
                throw new InvalidArgumentException(
                        "reply_timeout", "reply_timeout needs several replies; state replies too");
            });
            keep.ifPresent(messages -> {
                throw new InvalidArgumentException("keep", "keep needs several replies; state replies too");
            });
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        Headers all = headers.isPresent() ? HeaderTexts.at(headers, 0) : null;
        byte[] body = payload.bytes(world, 0);
        Duration wait = world.tryFor(timeout.orElse(Api.TIMEOUT));
        Duration most = wait.compareTo(world.timeLeft()) < 0 ? wait : world.timeLeft();
        RequestRecorder requested = RequestRecorder.sent(world, subject, all, body);
        try {
            return send(world, requested, all, body, most);
        } catch (VerbFailedException e) {
            requested.failed(e);
            throw e;
        }
    }

    /** A pull over the raw API consumes the message that a consumer delivers. */
    private static void take(VerbWorld world, Message message) {
        if (message.isJetStream()) {
            GatheredMessages delivered = GatheredMessages.messages(Optional.empty(), 1);
            delivered.add(() -> Messages.delivered(message));
            world.takes(delivered);
        }
    }

    /** Uses its own inbox: the shared one of jnats drops replies on other subjects, such as a consumer's messages. */
    private JsonObject send(VerbWorld world, RequestRecorder requested, Headers all, byte[] body, Duration most)
            throws InterruptedException {
        Connection connection = world.connection();
        Connections.awaitRestored(connection, most);
        connection.clearLastError();
        String inbox = connection.createInbox();
        Subscription subscription = Connections.subscribe(connection, inbox);
        Refusals.Waiting<JsonObject> wait = replies.isPresent() || waitForEmpty
                ? () -> collect(world, requested, subscription, most)
                : () -> one(world, requested, subscription, most);
        try {
            Api.publish(connection, subject, inbox, all, body);
            return Refusals.of(connection).whileGranted(subscription, subject, wait);
        } catch (IllegalStateException e) {
            throw Api.unsendable(subject, e);
        } finally {
            if (subscription.isActive()) {
                subscription.unsubscribe();
            }
        }
    }

    private JsonObject one(VerbWorld world, RequestRecorder requested, Subscription subscription, Duration most)
            throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        Message message = next(subscription, end, false);
        while (message != null && isHeartbeat(message)) {
            message = next(subscription, end, false);
        }
        if (message == null) {
            throw Api.timeout(world.connection(), subject, most);
        }
        mustHaveResponder(message);
        requested.replied(message);
        take(world, message);
        JsonObject answer = new JsonObject();
        answer.add("message", Messages.delivered(message));
        return answer;
    }

    private JsonObject collect(VerbWorld world, RequestRecorder requested, Subscription subscription, Duration most)
            throws InterruptedException {
        long wanted = replies.filter(count -> count > 0).orElse(Long.MAX_VALUE);
        GatheredMessages gathered = GatheredMessages.messages(keep, replies.orElse(0L));
        long end = System.nanoTime() + most.toNanos();
        boolean ended = false;
        while (!ended && gathered.received() < wanted) {
            Message message = next(subscription, end, gathered.received() > 0);
            if (message == null) {
                break;
            }
            if (!message.isStatusMessage()) {
                requested.replied(message);
                take(world, message);
                ended = waitForEmpty && message.getData().length == 0;
                if (!ended) {
                    gathered.add(() -> Messages.delivered(message));
                }
            } else if (!isHeartbeat(message)) {
                mustHaveResponder(message);
                gathered.put("status", Messages.status(message));
                ended = true;
            }
        }
        if (gathered.received() == 0 && !ended) {
            throw Api.timeout(world.connection(), subject, most);
        }
        return gathered.answer();
    }

    /** Returns the next reply; null if none arrives in time. */
    private Message next(Subscription subscription, long end, boolean notFirst) throws InterruptedException {
        long left = end - System.nanoTime();
        long wait =
                notFirst ? Math.min(left, replyTimeout.map(Duration::toNanos).orElse(left)) : left;
        return wait <= 0 ? null : subscription.nextMessage(Duration.ofNanos(wait));
    }

    private static boolean isHeartbeat(Message message) {
        return message.isStatusMessage() && message.getStatus().getCode() == HEARTBEAT;
    }

    private void mustHaveResponder(Message message) {
        if (message.isStatusMessage() && message.getStatus().getCode() == NO_RESPONDERS) {
            throw Api.noResponders(NO_RESPONDERS, subject);
        }
    }
}

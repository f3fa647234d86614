package dev.binrun.verb.message;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.IndexRange;
import dev.binrun.form.InvalidArgument;
import dev.binrun.form.Text;
import dev.binrun.verb.Api;
import dev.binrun.verb.Connections;
import dev.binrun.verb.Does;
import dev.binrun.verb.Payload;
import dev.binrun.verb.Retry;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbFailed;
import dev.binrun.verb.World;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Publishes messages: {@code nats pub}; acknowledged by the stream that stores them, unless {@code core} is set. */
@Does(
        value = "Publishes a message, or count of them, each acknowledged by its stream unless core: true",
        answers =
                "{stream, seq, duplicate}; with count {acked, failed, unknown, first_seq, last_seq, duplicates}; core {published}",
        example = """
            - pub: orders.new ten apples
              expect: { stream: ORDERS, seq: 6 }
            - pub: { subject: "orders.${i}", json: { id: "${i}" }, msg_id: "id-${i}", count: 3 }
              expect: { acked: 3, first_seq: 7, last_seq: 9 }
            """)
public record Pub(
        @Arg(value = "where to", position = 0, required = true)
        Text subject,

        @Arg(value = "the payload", position = 1) Payload payload,

        @Arg(value = "headers: a value, or a list of values, by name", also = "header")
        Optional<Map<String, List<Text>>> headers,

        @Arg("the message's id, by which the stream knows duplicates (Nats-Msg-Id)")
        Optional<Text> msgId,

        @Arg("how long the message is kept (Nats-TTL)") Optional<Text> ttl,
        @Arg("a reply subject; of plain messages only") Optional<Text> reply,
        @Arg("publish plainly, with no acknowledgement") boolean core,
        @Arg("how many: 50 (i from 0 to 49), or 51..100") Optional<IndexRange> count,

        @Arg("publish on without waiting for each acknowledgement")
        boolean async,

        @Arg("messages of count that are not acknowledged are no error")
        boolean partial,

        @Arg("publish again, with the same id, until acknowledged; so long in all")
        Optional<Duration> retry,

        @Arg("how long one try may take; 5s if left out") Optional<Duration> timeout)
        implements Verb {

    /** How the ids begin that retried messages get if the scenario gives them none. */
    public static final String GENERATED_ID = "binrun-";

    private static final int IN_FLIGHT = 4_000;

    public Pub {
        if (reply.isPresent() && !core) {
            throw new InvalidArgument(
                    "reply",
                    "reply needs core: true: else the acknowledgement of the stream goes to the reply subject");
        }
        if (core && (async || partial || retry.isPresent() || timeout.isPresent())) {
            throw new InvalidArgument(
                    "core", "with core: true nothing is acknowledged, so there is no async, partial, retry or timeout");
        }
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
        world.connection().clearLastError();
        if (core) {
            return publishPlain(world);
        }
        return count.isPresent()
                ? publishAll(world, count.get())
                : ack(world, send(world, 0)).tree().get();
    }

    @Override
    public Duration atMost() {
        return retry.or(() -> timeout).orElse(Duration.ZERO);
    }

    private JsonObject publishPlain(World world) throws InterruptedException {
        IndexRange range = count.orElse(IndexRange.ONE);
        Connection connection = world.connection();
        for (long i = range.first(); i <= range.last(); i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            String to = subject.at(i);
            String answers = reply.isPresent() ? reply.get().at(i) : null;
            Api.publish(connection, to, answers, headers(i), payload.bytes(world, i));
        }
        Connections.flush(connection, world.patience());
        JsonObject answer = new JsonObject();
        answer.addProperty("published", range.size());
        return answer;
    }

    private JsonObject publishAll(World world, IndexRange range) throws InterruptedException {
        PubTally tally = new PubTally();
        ArrayDeque<Sent> inFlight = new ArrayDeque<>();
        long next = range.first();
        for (long i = range.first(); i <= range.last(); i++) {
            while (next <= range.last() && inFlight.size() < (async ? IN_FLIGHT : 1)) {
                inFlight.add(send(world, next++));
            }
            try {
                tally.acked(ack(world, inFlight.remove()));
            } catch (VerbFailed e) {
                tally.failed(e);
            }
        }
        return tally.answer(range.size(), partial);
    }

    /**
     * A message under way.
     *
     * @param subject where it goes
     * @param headers the same in every try, so that its id is too
     * @param giveUp when no more tries are made
     */
    private record Sent(long i, String subject, Headers headers, long giveUp, CompletableFuture<Message> answer) {
        boolean ofBatch() {
            return headers != null && headers.containsKeyIgnoreCase("Nats-Batch-Id");
        }
    }

    private Sent send(World world, long i) {
        long giveUp = System.nanoTime() + retry.orElse(Duration.ZERO).toNanos();
        String to = subject.at(i);
        try {
            Headers all = headers(i);
            return new Sent(i, to, all, giveUp, publish(world, i, to, all, giveUp));
        } catch (VerbFailed e) {
            return new Sent(i, to, null, giveUp, CompletableFuture.failedFuture(e));
        }
    }

    private CompletableFuture<Message> publish(World world, long i, String to, Headers all, long giveUp) {
        return Api.send(world.connection(), to, all, payload.bytes(world, i), tryTime(world, giveUp));
    }

    /**
     * Waits for the acknowledgement of a message, which is sent again if it may be.
     *
     * @throws VerbFailed if there is none
     */
    private Acknowledged ack(World world, Sent sent) throws InterruptedException {
        CompletableFuture<Message> answer = sent.answer();
        String to = sent.subject();
        while (true) {
            try {
                Message came = Api.await(world.connection(), answer, to, tryTime(world, sent.giveUp()));
                return Acknowledged.by(to, came, sent.ofBatch());
            } catch (VerbFailed e) {
                if (!e.mayPass()
                        || System.nanoTime() >= sent.giveUp()
                        || world.timeLeft().isZero()) {
                    throw e.noResponders() ? noStream(to) : e;
                }
                Retry.pause(world);
                answer = publish(world, sent.i(), to, sent.headers(), sent.giveUp());
            }
        }
    }

    private static VerbFailed noStream(String subject) {
        return VerbFailed.of(
                503,
                "no responders on " + subject
                        + ": no stream takes it (is the subject right? core: true publishes without a stream)");
    }

    /** How long the next try may take: with retry, no longer than all tries together. */
    private Duration tryTime(World world, long giveUp) {
        Duration most = shorter(world.timeLeft(), timeout.orElse(Api.TIMEOUT));
        Duration left = Duration.ofNanos(Math.max(1_000_000, giveUp - System.nanoTime()));
        return retry.isPresent() ? shorter(most, left) : most;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Headers headers(long i) {
        if (headers.isEmpty() && msgId.isEmpty() && ttl.isEmpty() && retry.isEmpty()) {
            return null;
        }
        Headers all = HeaderTexts.at(headers, i);
        try {
            msgId.map(id -> id.at(i))
                    .or(() -> retry.map(again -> GENERATED_ID + NUID.nextGlobalSequence()))
                    .ifPresent(id -> all.put("Nats-Msg-Id", id));
            ttl.ifPresent(age -> all.put("Nats-TTL", age.at(i)));
        } catch (IllegalArgumentException e) {
            throw HeaderTexts.unsendable(e);
        }
        return all;
    }
}

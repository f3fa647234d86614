package dev.binrun.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.binrun.history.Completion;
import dev.binrun.history.ConsumerState;
import dev.binrun.history.Delivery;
import dev.binrun.history.FinalState;
import dev.binrun.history.Fingerprint;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.Recorder;
import dev.binrun.history.StreamCopy;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import dev.binrun.history.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A history and a final state that a test defines. The clock advances by a millisecond each time it is read. */
public final class Scene implements FinalState {
    public long clock;
    public boolean judgingTakesTime = true;
    boolean mayChangeSubjects = true;
    public UnreadableException unreadable;
    public final History history = new History(Path.of("none"), 1 << 20, () -> clock += 1_000_000);
    public final Recorder c1 = history.recorder("c1");
    public final Recorder c2 = history.recorder("c2");
    public final Map<String, StreamState> streams = new TreeMap<>();
    final Map<String, StreamState> replicas = new TreeMap<>();
    final List<StreamCopy> copies = new ArrayList<>();
    final List<ConsumerState> consumers = new ArrayList<>(List.of(consumer("w")));

    static ConsumerState consumer(String name) {
        return new ConsumerState(name, List.of("o.>"), OptionalLong.of(1), "explicit");
    }

    static ConsumerState consumer(String name, String ackPolicy) {
        return new ConsumerState(name, List.of("o.>"), OptionalLong.of(1), ackPolicy);
    }

    /** Returns a consumer of all messages that exists from a time to the end. */
    static ConsumerState consumer(String name, long begun, ConsumerState.Position position) {
        return new ConsumerState(
                name,
                List.of(),
                OptionalLong.of(1),
                "explicit",
                begun,
                begun,
                Long.MAX_VALUE,
                0,
                Optional.of(position));
    }

    /**
     * Returns a consumer of all messages that existed for a time; the server removes it after some inactivity, unless
     * that is 0.
     */
    static ConsumerState gone(String name, long begun, long gone, long inactive) {
        return new ConsumerState(
                name, List.of(), OptionalLong.of(1), "explicit", begun, begun, gone, inactive, Optional.empty());
    }

    /** Records a publish to ORDERS and its acknowledgement. */
    public void publish(long seq, String payload) {
        publish("o.x", seq, payload);
    }

    public void publish(String subject, long seq, String payload) {
        c1.publish(subject, bytes(payload), "", Duration.ZERO).stored("ORDERS", seq);
    }

    void deliver(Recorder client, long seq, long consumerSeq, long deliveries) {
        delivered(client, "ORDERS", "w", "o.x", seq, consumerSeq, deliveries);
    }

    /** Records a delivery without a payload and an id. */
    static void delivered(
            Recorder client, String stream, String consumer, String subject, long seq, long number, long deliveries) {
        client.delivered(new Delivery(stream, consumer, subject, seq, number, deliveries, 0, 0, Delivery.OWN));
    }

    /** Records the first delivery of a message to w, as a subscription receives it. */
    void receive(Recorder client, int subscription, long seq, long number) {
        client.delivered(new Delivery("ORDERS", "w", "o.x", seq, number, 1, 0, 0, subscription));
    }

    /** Records a delivery to w of a message with an id, or without one if it is empty. */
    void deliver(Recorder client, long seq, long consumerSeq, long deliveries, String payload, String id) {
        long fingerprint = id.isEmpty() ? 0 : Fingerprint.of(id);
        client.delivered(new Delivery(
                "ORDERS",
                "w",
                "o.x",
                seq,
                consumerSeq,
                deliveries,
                Fingerprint.of(payload),
                fingerprint,
                Delivery.OWN));
    }

    void orders(Limits limits, String... messages) {
        holds("ORDERS", limits, messages);
    }

    /**
     * Sets the messages of a stream at the end: {@code seq payload}, {@code seq subject=payload},
     * {@code seq payload#id}.
     */
    public void holds(String stream, Limits limits, String... messages) {
        streams.put(stream, state(stream, limits.build(), messages));
    }

    StreamState state(String stream, StreamLimits limits, String... messages) {
        long[] firstAndLast = new long[2];
        StreamState.Builder builder = builder(stream, limits, firstAndLast, messages);
        return builder.build(firstAndLast[0], firstAndLast[1], 0);
    }

    /** Sets the final state of a bucket to the greatest revision of each key that clients wrote or read. */
    public void leaves(String bucket, Limits limits) {
        TreeMap<Long, Operation> newest = new TreeMap<>();
        history.operations()
                .filter(operation -> operation.subjectName().startsWith("$KV." + bucket + "."))
                .filter(operation -> operation.completion() == Completion.OK && operation.sequence() > 0)
                .forEach(operation -> newest.put(operation.sequence(), operation));
        StreamState.Builder builder = StreamState.of("KV_" + bucket, limits.build(), history.names());
        newest.forEach((revision, operation) -> {
            if (newest.tailMap(revision, false).values().stream()
                    .noneMatch(later -> later.subject() == operation.subject())) {
                long payload = operation.payload() == 0 ? Fingerprint.EMPTY : operation.payload();
                builder.add(revision, operation.subjectName(), payload, 0, 0);
            }
        });
        long last = newest.isEmpty() ? 0 : newest.lastKey();
        streams.put("KV_" + bucket, builder.build(1, last, 0));
    }

    /** Sets a stream without messages whose last sequence is given. */
    void drained(String stream, Limits limits, long last) {
        streams.put(
                stream, StreamState.of(stream, limits.build(), history.names()).build(last + 1, last, 0));
    }

    StreamState.Builder builder(String stream, StreamLimits limits, long[] firstAndLast, String... messages) {
        StreamState.Builder builder = StreamState.of(stream, limits, history.names());
        for (String message : messages) {
            String[] parts = message.split("[ #]");
            String[] content = parts[1].split("=", -1);
            long seq = Long.parseLong(parts[0]);
            firstAndLast[0] = firstAndLast[0] == 0 ? seq : firstAndLast[0];
            firstAndLast[1] = seq;
            builder.add(
                    seq,
                    content.length > 1 ? content[0] : "o.x",
                    Fingerprint.of(content[content.length - 1]),
                    parts.length > 2 ? Fingerprint.of(parts[2]) : 0,
                    0);
        }
        return builder;
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public void held(String of, Check check) {
        assertEquals(new Judgement.Held(of), Checks.judge(check, history, this));
    }

    public void unknown(String reason, Check check) {
        assertEquals(new Judgement.Unknown(reason), Checks.judge(check, history, this));
    }

    void violated(Check check, String... lines) {
        assertEquals(List.of(lines), evidence(check));
    }

    public List<String> evidence(Check check) {
        return assertInstanceOf(Judgement.Violated.class, Checks.judge(check, history, this))
                .evidence();
    }

    @Override
    public long at() {
        return judgingTakesTime ? history.now() : clock;
    }

    @Override
    public boolean mayChangeSubjects() {
        return mayChangeSubjects;
    }

    @Override
    public Optional<StreamState> stream(String name) {
        if (unreadable != null) {
            throw unreadable;
        }
        return Optional.ofNullable(streams.get(name));
    }

    @Override
    public Map<String, StreamState> replicas(String stream) {
        return replicas;
    }

    @Override
    public List<ConsumerState> consumers(String stream) {
        return consumers;
    }

    @Override
    public List<StreamCopy> copies(String stream) {
        return stream.equals("ORDERS") ? copies : List.of();
    }
}

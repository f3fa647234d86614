package dev.binrun.check;

import dev.binrun.history.Fingerprint;
import dev.binrun.history.OperationKind;
import dev.binrun.history.PendingOperation;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A simulated healthy stream, with clients that lose responses, and a worker that acknowledges. */
final class StreamSimulation {
    private static final long SECOND = 1_000_000_000L;

    final Scene scene = new Scene();
    final TreeMap<Long, Message> stored = new TreeMap<>();
    final TreeMap<Long, Message> ever = new TreeMap<>();
    private final Random random;
    private StreamLimits limits;
    private boolean edits;
    private final boolean redeliveries;
    private final boolean works;
    private final Map<String, Long> ids = new HashMap<>();
    private final Deque<Message> again = new ArrayDeque<>();
    private final Map<Long, Integer> delivered = new HashMap<>();
    private long lastSeq;
    private long position;
    private long consumerSeq;
    private int payloads;

    record Message(long seq, String subject, String payload, String id, long time, Duration ttl) {}

    StreamSimulation(long seed, boolean redeliveries) {
        this(seed, redeliveries, true);
    }

    /** @param works whether a worker acknowledges */
    StreamSimulation(long seed, boolean redeliveries, boolean works) {
        this.works = works;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L); // small seeds give similar first numbers
        this.redeliveries = redeliveries;
        this.limits = randomLimits().build();
    }

    /** Lets clients change the stream's limits too. */
    StreamSimulation withChangedLimits() {
        edits = true;
        scene.c1.configure("ORDERS", limits).ok(0);
        return this;
    }

    private Limits randomLimits() {
        Limits changed = Limits.limits();
        switch (random.nextInt(8)) {
            case 0 -> changed.workQueue();
            case 1 -> changed.interest();
            case 2 -> changed.msgs(1 + random.nextInt(20));
            case 3 -> changed.perSubject(1 + random.nextInt(3));
            case 4 -> changed.age(Duration.ofMillis(20 + random.nextInt(100)));
            case 5 -> changed.workQueue().perSubject(1 + random.nextInt(3));
            case 6 -> changed.msgs(5 + random.nextInt(20)).discardNew(false).perSubject(2);
            default -> changed.bytes(-1);
        }
        return changed;
    }

    /** Performs some random steps, and sets the final state. */
    StreamSimulation run(int steps, boolean removals) {
        for (int i = 0; i < steps; i++) {
            int what = random.nextInt(100);
            if (what < 55) {
                publish();
            } else if (what < 97 || !removals) {
                work();
            } else {
                remove();
            }
            if (edits && !limits.leavesWhenAcked() && random.nextInt(15) == 0) {
                edit();
            }
            scene.clock += random.nextInt(4) == 0 && redeliveries ? random.nextInt(1_000) * 1_000_000L : 0;
            expire();
        }
        while (works && (position < lastSeq || !again.isEmpty())) {
            work();
        }
        expire();
        end(stored);
        return this;
    }

    /**
     * Sets the final state of the stream and of message replica; the mirror has all messages that the stream ever had.
     */
    void end(TreeMap<Long, Message> left) {
        scene.streams.put("ORDERS", state("ORDERS", limits, left));
        for (String node : List.of("n1", "n2", "n3")) {
            scene.replicas.put(node, state("ORDERS", limits, left));
        }
        mirror(ever);
    }

    void mirror(TreeMap<Long, Message> has) {
        scene.streams.put("COPY", state("COPY", Limits.mirrorOf("ORDERS").build(), has));
    }

    StreamState state(String name, StreamLimits limits, TreeMap<Long, Message> left) {
        StreamState.Builder builder = StreamState.of(name, limits, scene.history.names());
        left.values()
                .forEach(message -> builder.add(
                        message.seq,
                        message.subject,
                        Fingerprint.of(message.payload),
                        message.id.isEmpty() ? 0 : Fingerprint.of(message.id),
                        message.time));
        return builder.build(left.isEmpty() ? lastSeq + 1 : left.firstKey(), lastSeq, 0);
    }

    StreamLimits limits() {
        return limits;
    }

    private void publish() {
        String subject = "o." + random.nextInt(4);
        String id = random.nextInt(3) == 0 ? "id" + random.nextInt(50) : "";
        String payload = "m" + payloads++;
        Duration ttl = random.nextInt(10) == 0 ? Duration.ofSeconds(1) : Duration.ZERO;
        PendingOperation pending =
                (random.nextBoolean() ? scene.c1 : scene.c2).publish(subject, Scene.bytes(payload), id, ttl);
        boolean lost = random.nextInt(10) == 0;
        if (lost && random.nextBoolean()) {
            return;
        }
        if (ids.containsKey(id)) {
            answer(lost, () -> pending.duplicate("ORDERS", ids.get(id)));
        } else if (limits.discardNewPerSubject() && count(subject) >= limits.maxMsgsPerSubject()) {
            answer(lost, pending::failed);
        } else if (limits.discardNew()
                && limits.maxMsgs() > 0
                && stored.size() >= limits.maxMsgs()
                && count(subject) < limits.maxMsgsPerSubject()) {
            answer(lost, pending::failed);
        } else {
            long seq = store(subject, payload, id, ttl);
            answer(lost, () -> pending.stored("ORDERS", seq));
        }
    }

    private static void answer(boolean lost, Runnable answer) {
        if (!lost) {
            answer.run();
        }
    }

    private long store(String subject, String payload, String id, Duration ttl) {
        Message message = new Message(++lastSeq, subject, payload, id, scene.history.now(), ttl);
        if (!id.isEmpty()) {
            ids.put(id, lastSeq);
        }
        ever.put(lastSeq, message);
        stored.put(lastSeq, message);
        trim(subject);
        return lastSeq;
    }

    private long count(String subject) {
        return stored.values().stream()
                .filter(message -> message.subject.equals(subject))
                .count();
    }

    /** Delivers a message to the worker, which may settle it. */
    private void work() {
        if (!works) {
            return;
        }
        Message message = !again.isEmpty() && random.nextBoolean() ? again.poll() : next();
        if (message == null || !stored.containsKey(message.seq)) {
            return;
        }
        int times = delivered.merge(message.seq, 1, Integer::sum);
        Scene.delivered(scene.c2, "ORDERS", "w", message.subject, message.seq, ++consumerSeq, times);
        int what = redeliveries ? random.nextInt(10) : 0;
        if (what < 6) {
            scene.c2.settle(OperationKind.ACK, "ORDERS", "w", message.seq).ok(0);
            settled(message);
        } else if (what < 8) {
            scene.c2.settle(OperationKind.ACK, "ORDERS", "w", message.seq);
            if (what == 6) {
                settled(message);
            } else {
                again.add(message);
            }
        } else {
            scene.c2.settle(OperationKind.NAK, "ORDERS", "w", message.seq).ok(0);
            again.add(message);
        }
    }

    private Message next() {
        Map.Entry<Long, Message> next = stored.higherEntry(position);
        position = next == null ? lastSeq : next.getKey();
        return next == null ? again.poll() : next.getValue();
    }

    private void settled(Message message) {
        if (limits.leavesWhenAcked()) {
            stored.remove(message.seq);
        }
    }

    private void edit() {
        Limits changed = Limits.limits();
        switch (random.nextInt(6)) {
            case 0 -> changed.msgs(1 + random.nextInt(20));
            case 1 -> changed.perSubject(1 + random.nextInt(5));
            case 2 -> changed.age(Duration.ofMillis(20 + random.nextInt(100)));
            case 3 -> changed.msgs(5 + random.nextInt(20)).discardNew(false).perSubject(2);
            case 4 -> changed.perSubject(1 + random.nextInt(5)).discardNew(true);
            default -> changed.bytes(-1);
        }
        StreamLimits wanted = changed.build();
        boolean lost = random.nextInt(5) == 0;
        PendingOperation pending = scene.c1.configure("ORDERS", wanted);
        if (!lost || random.nextBoolean()) {
            limits = wanted;
            for (int subject = 0; subject < 4; subject++) {
                trim("o." + subject);
            }
            expire();
        }
        answer(lost, () -> pending.ok(0));
    }

    private void trim(String subject) {
        while (limits.maxMsgsPerSubject() > 0 && count(subject) > limits.maxMsgsPerSubject()) {
            stored.remove(stored.values().stream()
                    .filter(message -> message.subject.equals(subject))
                    .findFirst()
                    .orElseThrow()
                    .seq);
        }
        while (limits.maxMsgs() > 0 && !limits.discardNew() && stored.size() > limits.maxMsgs()) {
            stored.pollFirstEntry();
        }
    }

    private void remove() {
        int subject = random.nextInt(4);
        boolean lost = random.nextInt(5) == 0;
        boolean done = !lost || random.nextBoolean();
        PendingOperation pending;
        Predicate<Message> removed;
        switch (random.nextInt(4)) {
            case 0 -> {
                pending = scene.c1.remove("ORDERS", "o." + subject, 0);
                removed = message -> message.subject.equals("o." + subject);
            }
            case 1 -> {
                long upTo = Math.max(1, lastSeq - 3);
                pending = scene.c1.remove("ORDERS", "", upTo);
                removed = message -> message.seq <= upTo;
            }
            case 2 -> {
                long seq = Math.max(1, lastSeq - random.nextInt(5));
                pending = scene.c1.removeOne("ORDERS", seq);
                removed = message -> message.seq == seq;
            }
            default -> {
                pending = scene.c1.removeAllBut("ORDERS", "", 2);
                List<Long> seqs = new ArrayList<>(stored.keySet());
                long first = seqs.size() <= 2 ? 0 : seqs.get(seqs.size() - 2);
                removed = message -> message.seq < first;
            }
        }
        if (done) {
            stored.values().removeIf(removed);
        }
        if (!lost) {
            pending.ok(0);
        }
    }

    private void expire() {
        long now = scene.history.now();
        long age = limits.maxAge().toNanos();
        stored.values()
                .removeIf(message -> age > 0 && now - message.time >= age
                        || !message.ttl.isZero() && now - message.time >= message.ttl.toSeconds() * SECOND);
    }
}

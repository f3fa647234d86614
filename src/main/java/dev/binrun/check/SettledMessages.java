package dev.binrun.check;

import dev.binrun.history.ConsumerState;
import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The messages that consumers have settled: delivered and acknowledged, or terminated. An acknowledgement without an answer may have
 * been accepted. It settles the message that was delivered before it, and no other message with its sequence. Without a delivery it
 * settles nothing.
 */
final class SettledMessages {
    private final History history;
    private final List<ConsumerState> consumers;
    private final StoredSubjects subjects;
    private final Map<Integer, Done> done = new HashMap<>();
    private final Map<ConsumerState, Subjects> filters = new HashMap<>();
    private final Endings endings;

    SettledMessages(History history, String stream, List<ConsumerState> consumers, StoredSubjects subjects) {
        this.history = history;
        this.consumers = consumers;
        this.subjects = subjects;
        this.endings = new Endings(history, stream);
        for (ConsumerState each : consumers) {
            filters.put(each, new Subjects(history.names(), each.filters()));
            done.put(history.names().number(each.name()), new Done(each));
        }
        int name = history.names().find(stream);
        for (int row = 0; row < history.size(); row++) {
            OperationKind kind = history.kind(row);
            boolean here = kind == OperationKind.DELIVER || kind == OperationKind.ACK || kind == OperationKind.TERM;
            if (here && history.stream(row) == name && history.answer(row).outcome() != OperationOutcome.FAILED) {
                done.computeIfAbsent(history.consumer(row), none -> new Done(null))
                        .take(kind, row);
            }
        }
    }

    /** Whether some consumer has done with a message that was acknowledged. */
    boolean byAny(int row) {
        return done.values().stream().anyMatch(each -> each.has(row));
    }

    /** Whether a consumer has. */
    boolean by(ConsumerState consumer, int row) {
        return done.get(history.names().find(consumer.name())).has(row);
    }

    /** Those that a stream by interest kept a message for, and that have not done with it. */
    List<ConsumerState> waiting(int row) {
        List<ConsumerState> waiting = new ArrayList<>();
        for (ConsumerState each : consumers) {
            if (each.made() <= history.asked(row)
                    && history.asked(row) < each.gone()
                    && mayTake(each, row)
                    && !StreamCopies.copies(each)
                    && !by(each, row)
                    && !endings.excuse(each, row)) {
                waiting.add(each);
            }
        }
        return waiting;
    }

    /** Whether a message is for a consumer; true too where its subject is not known. */
    boolean mayTake(ConsumerState consumer, int row) {
        return history.seq(row) >= consumer.from().orElse(Long.MAX_VALUE)
                && (!isSure(consumer, row) || filters.get(consumer).take(subjects.of(row)));
    }

    /** Whether it is known if a message is for a consumer. */
    boolean isSure(ConsumerState consumer, int row) {
        return consumer.filters().isEmpty() || subjects.of(row) != StoredSubjects.UNKNOWN;
    }

    /** What the consumers of one name have done with. */
    private final class Done {
        private final String policy;
        private final long acknowledged;
        private final LongIntMap latest = new LongIntMap();
        private final SeenMessages messages = new SeenMessages(history);
        private final PriorityQueue<Integer> open =
                new PriorityQueue<>((a, b) -> Long.compare(history.seq(a), history.seq(b)));

        /** @param state of the last of the name; null if nothing is known of it */
        Done(ConsumerState state) {
            policy = state == null ? "explicit" : state.ackPolicy();
            acknowledged = state == null
                    ? 0
                    : state.position().map(ConsumerState.Position::acknowledged).orElse(Long.MAX_VALUE);
        }

        void take(OperationKind kind, int row) {
            if (kind == OperationKind.DELIVER) {
                delivered(row);
                return;
            }
            int delivery = latest.get(history.seq(row));
            if (delivery >= 0) {
                messages.add(delivery);
            }
            while (kind == OperationKind.ACK && !open.isEmpty() && history.seq(open.peek()) <= history.seq(row)) {
                messages.add(open.remove());
            }
        }

        /** With {@code ack_policy: all} an acknowledgement settles all that was delivered before, with flow control the server's count does. */
        private void delivered(int row) {
            latest.put(history.seq(row), row);
            if (policy.equals("none") || policy.equals("flow_control") && history.seq(row) <= acknowledged) {
                messages.add(row);
            } else if (policy.equals("all")) {
                open.add(row);
            }
        }

        boolean has(int row) {
            return messages.of(row) >= 0;
        }
    }

    /** How consumers ended, as far as requests or their own time explain it: what a crash took explains nothing. */
    private static final class Endings {
        private final History history;
        private final List<Integer> streams = new ArrayList<>();
        private final Map<Integer, List<Integer>> removals = new HashMap<>();
        private final Map<Integer, List<Integer>> resets = new HashMap<>();
        private final Map<ConsumerState, Boolean> explained = new HashMap<>();

        Endings(History history, String stream) {
            this.history = history;
            int name = history.names().find(stream);
            for (int row = 0; row < history.size(); row++) {
                boolean here = history.kind(row) == OperationKind.REMOVE && history.stream(row) == name;
                if (here && history.answer(row).outcome() != OperationOutcome.FAILED) {
                    add(row);
                }
            }
        }

        private void add(int row) {
            if (history.reset(row)) {
                resets.computeIfAbsent(history.consumer(row), none -> new ArrayList<>())
                        .add(row);
            } else if (history.consumer(row) != 0) {
                removals.computeIfAbsent(history.consumer(row), none -> new ArrayList<>())
                        .add(row);
            } else if (history.whole(row)) {
                streams.add(row);
            }
        }

        /** Whether a consumer need not have got a message that was there for it. */
        boolean excuse(ConsumerState consumer, int row) {
            int name = history.names().find(consumer.name());
            return !consumer.isThere() && explained.computeIfAbsent(consumer, this::isExplained)
                    || resets.getOrDefault(name, List.of()).stream()
                            .anyMatch(reset -> history.seq(row) < history.seq(reset)
                                    && history.asked(row) <= history.answered(reset));
        }

        private boolean isExplained(ConsumerState consumer) {
            int name = history.names().find(consumer.name());
            boolean byItself = consumer.inactive() > 0 && consumer.gone() - consumer.made() >= consumer.inactive();
            return byItself
                    || streams.stream().anyMatch(row -> ends(consumer, row))
                    || removals.getOrDefault(name, List.of()).stream().anyMatch(row -> ends(consumer, row));
        }

        private boolean ends(ConsumerState consumer, int row) {
            boolean after = history.answer(row).outcome() == OperationOutcome.UNKNOWN
                    || history.answered(row) >= consumer.begun();
            return after && history.asked(row) <= consumer.gone();
        }
    }
}

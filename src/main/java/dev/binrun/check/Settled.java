package dev.binrun.check;

import dev.binrun.history.ConsumerState;
import dev.binrun.history.History;
import dev.binrun.history.Kind;
import dev.binrun.history.Names;
import dev.binrun.history.Outcome;
import dev.binrun.history.StreamLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What consumers have done with: delivered and acknowledged, or terminated. An acknowledgement without an answer may have been taken.
 */
final class Settled {
    /** The names of the consumers of mirrors and sources begin so (nats-server, stream.go). */
    private static final List<String> COPYING = List.of("JS_MIRROR_", "JS_SRC_");

    private final History history;
    private final List<ConsumerState> consumers;
    private final Map<Integer, Tally> seqs = new HashMap<>();
    private final Map<Integer, Long> floors = new HashMap<>();
    private final Map<ConsumerState, Subjects> filters = new HashMap<>();

    Settled(History history, String stream, List<ConsumerState> consumers) {
        this.history = history;
        this.consumers = consumers;
        Names names = history.names();
        int name = names.find(stream);
        List<Integer> none = named(names, consumers, "none");
        List<Integer> all = named(names, consumers, "all");
        consumers.forEach(each -> filters.put(each, new Subjects(names, each.filters())));
        for (int row = 0; row < history.size(); row++) {
            Kind kind = history.kind(row);
            if (kind == null
                    || history.stream(row) != name
                    || history.answer(row).outcome() == Outcome.FAILED) {
                continue;
            }
            int consumer = history.consumer(row);
            if (kind == Kind.ACK || kind == Kind.TERM || kind == Kind.DELIVER && none.contains(consumer)) {
                of(consumer).put(history.seq(row), 0);
                if (kind == Kind.ACK && all.contains(consumer)) {
                    floors.merge(consumer, history.seq(row), Math::max);
                }
            }
        }
        deliveredBelow(name);
    }

    /** Whether some consumer has. */
    boolean byAny(long seq) {
        for (Tally each : seqs.values()) {
            if (each.has(seq)) {
                return true;
            }
        }
        return false;
    }

    /** Whether nobody is left that a stream would keep the message for. */
    boolean unwanted(StreamLimits limits, int row) {
        if (limits.interest()) {
            return consumers.stream().noneMatch(each -> waits(each, row));
        }
        return limits.leavesWhenAcked() && consumers.stream().anyMatch(each -> copies(each) && isFor(each, row));
    }

    private boolean waits(ConsumerState consumer, int row) {
        return !copies(consumer)
                && consumer.made() <= history.asked(row)
                && consumer.gone() == Long.MAX_VALUE
                && isFor(consumer, row)
                && !of(history.names().find(consumer.name())).has(history.seq(row));
    }

    private boolean isFor(ConsumerState consumer, int row) {
        return history.seq(row) >= consumer.from().orElse(Long.MAX_VALUE)
                && filters.get(consumer).take(history.subject(row));
    }

    private static boolean copies(ConsumerState consumer) {
        return COPYING.stream().anyMatch(consumer.name()::startsWith);
    }

    private static List<Integer> named(Names names, List<ConsumerState> consumers, String policy) {
        return consumers.stream()
                .filter(consumer -> consumer.ackPolicy().equals(policy))
                .map(consumer -> names.number(consumer.name()))
                .toList();
    }

    private Tally of(int consumer) {
        return seqs.computeIfAbsent(consumer, number -> new Tally());
    }

    /** With {@code ack_policy: all} an acknowledgement settles all that was delivered before. */
    private void deliveredBelow(int stream) {
        for (int row = 0; row < history.size() && !floors.isEmpty(); row++) {
            if (history.kind(row) == Kind.DELIVER
                    && history.stream(row) == stream
                    && history.seq(row) <= floors.getOrDefault(history.consumer(row), 0L)) {
                of(history.consumer(row)).put(history.seq(row), 0);
            }
        }
    }
}

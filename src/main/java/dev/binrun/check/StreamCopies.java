package dev.binrun.check;

import dev.binrun.history.ConsumerState;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.StreamCopy;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The streams that copy the messages of one stream: its mirrors, and the streams that have it as a source. */
final class StreamCopies {
    /** The prefixes of the internal consumers of mirrors and sources (nats-server, stream.go). */
    private static final List<String> INTERNAL = List.of("JS_MIRROR_", "JS_SRC_");

    private final History history;
    private final FinalState end;
    private final String origin;
    private final List<OneCopy> copies = new ArrayList<>();
    private final Set<String> durables = new HashSet<>();
    private final boolean hasUnreadable;

    /** @param consumers the consumers of the stream */
    StreamCopies(History history, FinalState end, String origin, List<ConsumerState> consumers) {
        this.origin = origin;
        this.history = history;
        this.end = end;
        for (StreamCopy copy : end.copies(origin)) {
            copy.consumer().ifPresent(durables::add);
            end.stream(copy.stream()).map(state -> new OneCopy(copy, state)).ifPresent(copies::add);
        }
        long internal = consumers.stream()
                .filter(consumer -> consumer.existsAtEnd() && isInternal(consumer))
                .count();
        this.hasUnreadable = internal
                > copies.stream().filter(copy -> copy.copy.consumer().isEmpty()).count();
    }

    /** Returns whether the server created a consumer for a mirror or a source, which its name shows. */
    static boolean isInternal(ConsumerState consumer) {
        return INTERNAL.stream().anyMatch(consumer.name()::startsWith);
    }

    /** Returns whether the configuration of a copy names a consumer. */
    boolean use(ConsumerState consumer) {
        return durables.contains(consumer.name());
    }

    /** Returns whether there are copies. */
    boolean any() {
        return hasUnreadable || !copies.isEmpty();
    }

    /** Returns whether a copy has a message, or may have had it and removed it. */
    boolean received(Operation publish) {
        return copies.stream().anyMatch(copy -> copy.received(publish));
    }

    /** Returns whether a mirror that existed before a message should have it, and no copy received it. */
    boolean lack(Operation publish) {
        return copies.stream().anyMatch(copy -> copy.mustReceive(publish)) && !received(publish);
    }

    /** Returns whether a copy cannot be read, or has removed messages that it does not identify. */
    boolean areUnclear() {
        return hasUnreadable || copies.stream().anyMatch(OneCopy::isIncomplete);
    }

    private final class OneCopy {
        private final StreamCopy copy;
        private final StreamState state;
        private final Subjects filters;
        private Set<Long> contents;
        private SettledMessages settled;
        private ExcusedRemovals removals;

        OneCopy(StreamCopy copy, StreamState state) {
            this.copy = copy;
            this.state = state;
            this.filters = new Subjects(history.names(), state.limits().mirrorFilters());
        }

        boolean mustReceive(Operation publish) {
            return copy.mirror()
                    && state.createdAt() <= publish.invokedAt()
                    && publish.sequence() >= state.limits().mirrorFrom().orElse(Long.MAX_VALUE)
                    && filters.contain(publish.subject());
        }

        /** Only the sequences of a mirror identify the messages that it removed. */
        boolean isIncomplete() {
            return !copy.mirror() && state.size() < state.lastSequence();
        }

        boolean received(Operation publish) {
            return copy.mirror()
                    ? AckedMessages.isIn(state, publish) || hasRemoved(publish)
                    : contents().contains(content(publish.messageId(), publish.payload()));
        }

        private boolean hasRemoved(Operation publish) {
            if (settled == null) {
                settled = new SettledMessages(
                        history, state.name(), end.consumers(state.name()), new StoredSubjects(history, state));
                StreamState from = end.stream(origin).orElseGet(() -> StreamState.absent(origin, history.names()));
                removals = new ExcusedRemovals(
                        history, state, StreamIntake.toMirror(history, state, from, filters), end.at());
            }
            boolean isGone = publish.sequence() <= state.lastSequence() && !state.contains(publish.sequence());
            return isGone && (settled.byAny(publish) || removals.mayHaveLeft(publish));
        }

        /** A stream with sources gives its messages new sequences. */
        private Set<Long> contents() {
            if (contents == null) {
                contents = new HashSet<>();
                state.messages().forEach(message -> contents.add(content(message.messageId(), message.payload())));
            }
            return contents;
        }

        private static long content(long messageId, long payload) {
            return messageId == 0 ? payload : messageId;
        }
    }
}

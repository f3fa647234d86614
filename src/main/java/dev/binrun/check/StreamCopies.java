package dev.binrun.check;

import dev.binrun.history.ConsumerState;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.StreamCopy;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the mirrors of a stream, and the streams that have it as a source, took of it: read only when asked for. */
final class StreamCopies {
    /** The names of the consumers of mirrors and sources begin so (nats-server, stream.go). */
    private static final List<String> OURS = List.of("JS_MIRROR_", "JS_SRC_");

    private final History history;
    private final FinalState end;
    private final String origin;
    private final List<One> copies = new ArrayList<>();
    private final Set<String> consumers = new HashSet<>();
    private final boolean elsewhere;

    /** @param there the consumers of the stream */
    StreamCopies(History history, FinalState end, String origin, List<ConsumerState> there) {
        this.origin = origin;
        this.history = history;
        this.end = end;
        for (StreamCopy each : end.copies(origin)) {
            each.consumer().ifPresent(consumers::add);
            end.stream(each.stream()).map(state -> new One(each, state)).ifPresent(copies::add);
        }
        long ours =
                there.stream().filter(each -> each.isThere() && copies(each)).count();
        this.elsewhere = ours
                > copies.stream().filter(each -> each.copy.consumer().isEmpty()).count();
    }

    /** Whether a consumer is that of a mirror or a source, by its name. */
    static boolean copies(ConsumerState consumer) {
        return OURS.stream().anyMatch(consumer.name()::startsWith);
    }

    /** Whether a consumer is that of a copy, which has it by its configuration. */
    boolean isOf(ConsumerState consumer) {
        return consumers.contains(consumer.name());
    }

    /** Whether there are any. */
    boolean any() {
        return elsewhere || !copies.isEmpty();
    }

    /** Whether a copy has a message, or had it and may have let it go. */
    boolean took(int row) {
        return copies.stream().anyMatch(each -> each.took(row));
    }

    /** Whether a copy that was there before a message should have it, and has not. */
    boolean lack(int row) {
        return copies.stream().anyMatch(each -> each.isFor(row)) && !took(row);
    }

    /** Whether there are copies that cannot be read from here, or from which messages have left, so that nobody knows what they took. */
    boolean unclear() {
        return elsewhere || copies.stream().anyMatch(One::forgets);
    }

    private final class One {
        private final StreamCopy copy;
        private final StreamState state;
        private final Subjects filters;
        private Set<Long> contents;
        private SettledMessages settled;
        private ExcusedRemovals departures;

        One(StreamCopy copy, StreamState state) {
            this.copy = copy;
            this.state = state;
            this.filters = new Subjects(history.names(), state.limits().mirrorFilters());
        }

        boolean isFor(int row) {
            return copy.mirror()
                    && state.made() <= history.asked(row)
                    && history.seq(row) >= state.limits().mirrorFrom().orElse(Long.MAX_VALUE)
                    && filters.take(history.subject(row));
        }

        /** Of what has left it, only a mirror's sequences tell. */
        boolean forgets() {
            return !copy.mirror() && state.size() < state.lastSeq();
        }

        boolean took(int row) {
            return copy.mirror() ? AckedMessages.isIn(state, history, row) || letGo(row) : hasContent(row);
        }

        /** A mirror's messages have their origin's sequences. */
        private boolean letGo(int row) {
            if (settled == null) {
                settled = new SettledMessages(
                        history, state.name(), end.consumers(state.name()), new StoredSubjects(history, state));
                StreamState from = end.stream(origin).orElseGet(() -> StreamState.absent(origin, history.names()));
                departures = new ExcusedRemovals(
                        history, state, StreamIntake.toMirror(history, state, from, filters), end.at());
            }
            long seq = history.seq(row);
            boolean gone = seq <= state.lastSeq() && state.find(seq) < 0;
            return gone && (settled.byAny(row) || departures.mayHaveLeft(row));
        }

        /** Where messages come from several streams they have other sequences. */
        private boolean hasContent(int row) {
            if (contents == null) {
                contents = new HashSet<>();
                for (int i = 0; i < state.size(); i++) {
                    contents.add(state.id(i) == 0 ? state.payload(i) : state.id(i));
                }
            }
            return contents.contains(history.id(row) == 0 ? history.payload(row) : history.id(row));
        }
    }
}

package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.Completion;
import dev.binrun.history.FinalState;
import dev.binrun.history.Fingerprint;
import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;
import dev.binrun.history.StreamState;
import java.util.List;

/**
 * No message is stored twice: by its id, or by subject and payload where it has none; also what has left, if it had an id or was
 * delivered. Nothing without id and payload tells which message it is, as the markers of deleted keys; and the chunks of objects and the
 * values of counters may be the same.
 */
public record NoDuplicates(
        @Arg(value = "the stream", position = 0, required = true)
        String stream) implements Check {

    @Override
    public Judgement judge(History history, FinalState end) {
        return new DuplicateJudging(
                        history, end.stream(stream).orElseGet(() -> StreamState.absent(stream, history.names())))
                .judge();
    }

    private final class DuplicateJudging {
        private final History history;
        private final StreamState state;
        private final Subjects chunks;
        private final LongIntMap ids = new LongIntMap();
        private final LongIntMap contents = new LongIntMap();
        private final LongIntMap repeated = new LongIntMap();
        private final Evidence evidence = new Evidence();
        private long messages;

        DuplicateJudging(History history, StreamState state) {
            this.history = history;
            this.state = state;
            this.chunks = new Subjects(history.names(), List.of("$O.*.C.>"));
        }

        Judgement judge() {
            for (int i = 0; i < state.size(); i++) {
                judge(state.id(i), state.payload(i), state.subject(i), i);
            }
            left();
            if (messages == 0) {
                return new Judgement.Unknown("no message of " + stream
                        + " is there, or was acknowledged, that an id or a payload tells from others");
            }
            return evidence.size() == 0
                    ? new Judgement.Held(Evidence.count(messages, "stored message"))
                    : evidence.violated(Evidence.number(evidence.size()) + " of "
                            + Evidence.count(messages, "stored message") + " of " + stream
                            + (evidence.size() == 1 ? " is" : " are") + " there again");
        }

        /** Messages of the stream that have left, and that were stored with an id or came to somebody. */
        private void left() {
            int name = history.names().find(stream);
            List<Long> made = StreamIncarnations.of(history, name);
            long from = Math.max(state.made(), made.isEmpty() ? 0 : made.get(made.size() - 1));
            for (int row = 0; row < history.size(); row++) {
                if (history.stream(row) == name && history.asked(row) >= from) {
                    left(row);
                }
            }
        }

        private void left(int row) {
            if (history.kind(row) == OperationKind.DELIVER) {
                if (state.find(history.seq(row)) < 0 && history.payload(row) != 0) {
                    judge(history.id(row), history.payload(row), history.subject(row), state.size() + row);
                }
            } else if (history.kind(row) == OperationKind.PUBLISH
                    && history.id(row) != 0
                    && history.answer(row).outcome() == OperationOutcome.OK
                    && history.answer(row) != Completion.DUPLICATE
                    && !AckedMessages.isIn(state, history, row)) {
                judge(ids, history.id(row), state.size() + row, "msg_id");
            }
        }

        private void judge(long id, long payload, int subject, int message) {
            if (id != 0) {
                judge(ids, id, message, "msg_id");
            } else if (payload != Fingerprint.EMPTY && !mayBeTheSame(subject)) {
                judge(contents, payload * 31 ^ (long) subject << 32, message, "payload and no msg_id");
            }
        }

        /** Values of counters, and chunks of objects ({@code $O.BUCKET.C.…}). */
        private boolean mayBeTheSame(int subject) {
            return state.counts() || chunks.take(subject);
        }

        /** @param message an index in the state, or a row behind these */
        private void judge(LongIntMap known, long key, int message, String what) {
            int before = known.get(key);
            if (before < 0) {
                known.put(key, message);
                messages++;
            } else if (seq(before) != seq(message) && !repeated.has(seq(message))) {
                messages++;
                repeated.put(seq(message), 0);
                boolean rises = seq(before) < seq(message);
                evidence.add("seq " + words(rises ? before : message) + " and " + words(rises ? message : before)
                        + " on " + subject(message) + " have the same " + what);
            }
        }

        private long seq(int message) {
            return message < state.size() ? state.seq(message) : history.seq(message - state.size());
        }

        private String words(int message) {
            return seq(message) + (message < state.size() ? "" : " (which has left)");
        }

        private String subject(int message) {
            return message < state.size()
                    ? history.names().name(state.subject(message))
                    : Evidence.subject(history, message - state.size());
        }
    }
}

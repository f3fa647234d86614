package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.Answer;
import dev.binrun.history.FinalState;
import dev.binrun.history.Fingerprint;
import dev.binrun.history.History;
import dev.binrun.history.Kind;
import dev.binrun.history.StreamState;
import java.util.List;

/**
 * No message is stored twice: by its id, or by subject and payload where it has none. What has left is known by its id only, and
 * nothing without id and payload tells which message it is, as the markers of deleted keys.
 */
public record NoDuplicates(
        @Arg(value = "the stream", position = 0, required = true)
        String stream) implements Check {

    @Override
    public Judgement judge(History history, FinalState end) {
        return new Judging(history, end.stream(stream).orElseGet(() -> StreamState.absent(stream, history.names())))
                .judge();
    }

    private final class Judging {
        private final History history;
        private final StreamState state;
        private final Tally ids = new Tally();
        private final Tally contents = new Tally();
        private final Evidence evidence = new Evidence();
        private long messages;

        Judging(History history, StreamState state) {
            this.history = history;
            this.state = state;
        }

        Judgement judge() {
            for (int i = 0; i < state.size(); i++) {
                if (state.id(i) != 0) {
                    judge(ids, state.id(i), i, "msg_id");
                } else if (state.payload(i) != Fingerprint.EMPTY) {
                    judge(contents, state.payload(i) * 31 ^ (long) state.subject(i) << 32, i, "payload and no msg_id");
                }
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

        /** Messages of the stream that were stored with an id, and have left. */
        private void left() {
            List<Long> made = Remakes.of(history, history.names().find(stream));
            long from = made.isEmpty() ? 0 : made.get(made.size() - 1);
            for (int row : Stored.acknowledged(history, stream)) {
                if (history.kind(row) == Kind.PUBLISH
                        && history.id(row) != 0
                        && history.answer(row) != Answer.DUPLICATE
                        && history.asked(row) >= from
                        && !Stored.isIn(state, history, row)) {
                    judge(ids, history.id(row), state.size() + row, "msg_id");
                }
            }
        }

        /** @param message an index in the state, or a row behind these */
        private void judge(Tally known, long key, int message, String what) {
            int before = known.get(key);
            if (before < 0) {
                known.put(key, message);
                messages++;
            } else if (seq(before) != seq(message)) {
                messages++;
                evidence.add("seq " + words(before) + " and " + words(message) + " on " + subject(message)
                        + " have the same " + what);
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

package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgument;
import dev.binrun.history.ConsumerState;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.StreamState;
import java.util.Optional;

/** Each stored message that a consumer is to get reached it, exactly or at least once. */
public record Delivered(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer,

        @Arg("once: neither lost nor repeated") Optional<Times> exactly,
        @Arg("once: not lost") Optional<Times> atLeast)
        implements Check {

    public Delivered {
        if (exactly.isPresent() == atLeast.isPresent()) {
            throw new InvalidArgument("exactly", "delivered says how: either exactly: once or at_least: once");
        }
    }

    @Override
    public Judgement judge(History history, FinalState end) {
        ConsumerState known = end.consumers(stream).stream()
                .filter(each -> each.name().equals(consumer))
                .findFirst()
                .orElse(null);
        if (known == null || known.from().isEmpty()) {
            return new Judgement.Unknown(
                    known == null
                            ? "there was no consumer " + consumer + " of " + stream
                            : "which messages consumer " + consumer
                                    + " is to get cannot be said: its deliver_policy chooses them by what was stored when it was made, or its filters were changed");
        }
        return new Judging(history, end, known).judge();
    }

    private final class Judging {
        private final History history;
        private final FinalState end;
        private final ConsumerState known;
        private final Subjects subjects;
        private final Deliveries deliveries;
        private final StreamState state;
        private final Tally reached = new Tally();
        private final Tally judged = new Tally();
        private final Evidence evidence = new Evidence();
        private long missing;
        private long repeated;

        Judging(History history, FinalState end, ConsumerState known) {
            this.history = history;
            this.end = end;
            this.known = known;
            this.subjects = new Subjects(history.names(), known.filters());
            this.deliveries = new Deliveries(history, stream, consumer);
            this.state = end.stream(stream).orElseGet(() -> StreamState.absent(stream, history.names()));
        }

        Judgement judge() {
            reach();
            acknowledged();
            stored();
            if (exactly.isPresent()) {
                repeats();
            }
            long all = Math.max(judged.size(), reached.size());
            String messages = Evidence.count(all, "message");
            if (missing + repeated > 0) {
                return evidence.violated("of " + messages + " for consumer " + consumer + " of " + stream + ", "
                        + Evidence.number(missing) + " never reached it"
                        + (exactly.isPresent() ? ", " + Evidence.number(repeated) + " came more than once" : ""));
            }
            return all == 0
                    ? new Judgement.Unknown("no message of " + stream + " is for consumer " + consumer)
                    : new Judgement.Held(messages);
        }

        /** Another stream of the name had other messages. */
        private void reach() {
            for (int i = 0; i < deliveries.size(); i++) {
                int row = deliveries.row(i);
                if (history.asked(row) >= deliveries.lastStreamMade()) {
                    reached.put(history.seq(row), 0);
                }
            }
        }

        /** A consumer that is made anew may repeat what another of its name got. */
        private void repeats() {
            Tally times = new Tally();
            Tally first = new Tally();
            for (int i = 0; i < deliveries.size(); i++) {
                if (deliveries.ofNewConsumer(i)) {
                    times = new Tally();
                }
                int row = deliveries.row(i);
                int count = times.count(history.seq(row));
                if (count == 1) {
                    first.put(history.seq(row), row);
                } else {
                    repeated += count == 2 ? 1 : 0;
                    again(first.get(history.seq(row)), row);
                }
            }
        }

        private void again(int first, int row) {
            if (!evidence.hasRoom()) {
                evidence.leaveOut();
                return;
            }
            evidence.add("seq " + history.seq(row) + " on " + Evidence.subject(history, row) + " came to "
                    + Evidence.client(history, first) + " at " + Evidence.time(history.asked(first)) + ", and again to "
                    + Evidence.client(history, row) + " at " + Evidence.time(history.asked(row)) + ", delivery "
                    + history.deliveries(row));
        }

        private void acknowledged() {
            Departures departures = new Departures(history, state, end.at());
            Settled settled = new Settled(history, stream, end.consumers(stream));
            for (int row : Stored.acknowledged(history, stream)) {
                long seq = history.seq(row);
                if (history.asked(row) < deliveries.lastStreamMade()
                        || state.find(seq) >= 0
                        || !isFor(seq, history.subject(row))) {
                    continue;
                }
                boolean excused = !reached.has(seq)
                        && (departures.mayHaveLeft(row)
                                || state.limits().leavesWhenAcked() && settled.byAny(seq)
                                || state.limits().interest() && known.made() > history.asked(row));
                if (!excused) {
                    judge(seq, history.subject(row), row);
                }
            }
        }

        private void stored() {
            Tally rows = new Tally();
            for (int row : Stored.acknowledged(history, stream)) {
                rows.put(history.seq(row), row);
            }
            for (int i = 0; i < state.size(); i++) {
                if (isFor(state.seq(i), state.subject(i))) {
                    judge(state.seq(i), state.subject(i), rows.get(state.seq(i)));
                }
            }
        }

        private boolean isFor(long seq, int subject) {
            return seq >= known.from().getAsLong() && subjects.take(subject);
        }

        private void judge(long seq, int subject, int row) {
            if (judged.has(seq)) {
                return;
            }
            judged.put(seq, 0);
            if (!reached.has(seq)) {
                missing++;
                evidence.add("seq " + seq + " on " + history.names().name(subject)
                        + (row < 0
                                ? ""
                                : ", acknowledged to " + Evidence.client(history, row) + " at "
                                        + Evidence.time(history.answered(row)) + ",")
                        + " never came");
            }
        }
    }
}

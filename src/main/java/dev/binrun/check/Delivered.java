package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgument;
import dev.binrun.history.ConsumerState;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.Kind;
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
                                    + " is to get cannot be said: its deliver_policy chooses them by what was stored when it was made");
        }
        return new Judging(history, end, known).judge();
    }

    private final class Judging {
        private final History history;
        private final FinalState end;
        private final long from;
        private final Subjects subjects;
        private final Tally times = new Tally();
        private final Tally judged = new Tally();
        private final Evidence evidence = new Evidence();
        private long missing;
        private long repeated;

        Judging(History history, FinalState end, ConsumerState known) {
            this.history = history;
            this.end = end;
            this.from = known.from().getAsLong();
            this.subjects = new Subjects(history.names(), known.filters());
        }

        Judgement judge() {
            countDeliveries();
            acknowledged();
            stored();
            if (judged.size() == 0 && times.size() == 0) {
                return new Judgement.Unknown("no message of " + stream + " is for consumer " + consumer);
            }
            String sentence =
                    "of " + Evidence.count(Math.max(judged.size(), times.size()), "message") + " for consumer "
                            + consumer + " of " + stream + ", " + Evidence.number(missing) + " never reached it"
                            + (exactly.isPresent() ? ", " + Evidence.number(repeated) + " came more than once" : "");
            return missing + repeated == 0
                    ? new Judgement.Held(Evidence.count(Math.max(judged.size(), times.size()), "message"))
                    : evidence.violated(sentence);
        }

        private void countDeliveries() {
            int name = history.names().find(stream);
            int who = history.names().find(consumer);
            for (int row = 0; row < history.size(); row++) {
                if (history.kind(row) == Kind.DELIVER && history.stream(row) == name && history.consumer(row) == who) {
                    int count = times.count(history.seq(row));
                    if (count > 1 && exactly.isPresent()) {
                        repeated += count == 2 ? 1 : 0;
                        evidence.add("seq " + history.seq(row) + " on " + Evidence.subject(history, row)
                                + " came again to " + Evidence.client(history, row) + " at "
                                + Evidence.time(history.asked(row)) + ", delivery " + history.deliveries(row));
                    }
                }
            }
        }

        private void acknowledged() {
            StreamState state = end.stream(stream).orElse(null);
            Departures departures = null;
            for (int row : Stored.acknowledged(history, stream)) {
                long seq = history.seq(row);
                if (!isFor(seq, history.subject(row))) {
                    continue;
                }
                if (!times.has(seq) && state != null && state.find(seq) < 0) {
                    departures = departures == null ? new Departures(history, state, end.at()) : departures;
                    if (departures.mayHaveLeft(row)) {
                        continue;
                    }
                }
                judge(seq, history.subject(row), ", acknowledged at " + Evidence.time(history.answered(row)));
            }
        }

        private void stored() {
            end.stream(stream).ifPresent(state -> {
                for (int i = 0; i < state.size(); i++) {
                    if (isFor(state.seq(i), state.subject(i))) {
                        judge(state.seq(i), state.subject(i), "");
                    }
                }
            });
        }

        private boolean isFor(long seq, int subject) {
            return seq >= from && subjects.take(subject);
        }

        private void judge(long seq, int subject, String since) {
            if (judged.has(seq)) {
                return;
            }
            judged.put(seq, 0);
            if (!times.has(seq)) {
                missing++;
                evidence.add("seq " + seq + " on " + history.names().name(subject) + since + " never came");
            }
        }
    }
}

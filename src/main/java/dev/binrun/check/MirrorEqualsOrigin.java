package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.util.Optional;

/** A mirror that has caught up holds what its origin holds, or held until it was worked, at the same sequences. */
public record MirrorEqualsOrigin(
        @Arg(value = "the mirror", position = 0, required = true)
        String mirror) implements Check {

    @Override
    public Judgement judge(History history, FinalState end) {
        Optional<StreamState> copy = end.stream(mirror);
        Optional<String> name = copy.map(StreamState::limits).flatMap(StreamLimits::mirrorOf);
        if (name.isEmpty()) {
            return new Judgement.Unknown(mirror + (copy.isEmpty() ? " is not there at the end" : " is not a mirror"));
        }
        Optional<StreamState> origin = end.stream(name.get());
        return origin.isEmpty()
                ? new Judgement.Unknown("the origin " + name.get() + " of " + mirror + " is not there at the end")
                : new Comparing(history, end, origin.get(), copy.get()).judge();
    }

    private final class Comparing {
        private final History history;
        private final StreamState origin;
        private final StreamState copy;
        private final Subjects subjects;
        private final Departures left;
        private final Departures leftOrigin;
        private final Tally judged = new Tally();
        private final Tally published = new Tally();
        private final Evidence evidence = new Evidence();

        Comparing(History history, FinalState end, StreamState origin, StreamState copy) {
            this.history = history;
            this.origin = origin;
            this.copy = copy;
            this.subjects = new Subjects(history.names(), copy.limits().mirrorFilters());
            this.left = new Departures(history, copy, end.at());
            this.leftOrigin = new Departures(history, origin, end.at());
        }

        Judgement judge() {
            for (int row : Stored.acknowledged(history, origin.name())) {
                published.put(history.seq(row), row);
            }
            stored();
            worked();
            extra();
            if (judged.size() == 0) {
                return new Judgement.Unknown("no message of " + origin.name() + " is for its mirror " + mirror);
            }
            String late =
                    copy.lastSeq() < origin.lastSeq() ? "; it is at " + copy.lastSeq() + " of " + origin.lastSeq() : "";
            return evidence.size() == 0
                    ? new Judgement.Held(Evidence.count(judged.size(), "message"))
                    : evidence.violated(mirror + " differs from its origin " + origin.name() + " in "
                            + Evidence.count(evidence.size(), "message") + late);
        }

        private void stored() {
            for (int i = 0; i < origin.size(); i++) {
                if (!subjects.take(origin.subject(i))) {
                    continue;
                }
                long seq = origin.seq(i);
                int index = copy.find(seq);
                int row = published.get(seq);
                judged.put(seq, 0);
                if (index >= 0 && !same(i, index)) {
                    evidence.add("seq " + seq + " on " + subject(origin, i) + " is another message in the mirror");
                } else if (index < 0 && !(row < 0 ? seq < copy.firstSeq() && limited() : left.mayHaveLeft(row))) {
                    evidence.add("seq " + seq + " on " + subject(origin, i) + " is missing in the mirror");
                }
            }
        }

        /** What left the origin when it was worked is to be in the mirror all the same. */
        private void worked() {
            for (int row : Stored.acknowledged(history, origin.name())) {
                long seq = history.seq(row);
                if (!origin.limits().leavesWhenAcked()
                        || origin.find(seq) >= 0
                        || !subjects.take(history.subject(row))
                        || leftOrigin.mayHaveLeft(row)) {
                    continue;
                }
                judged.put(seq, 0);
                if (!Stored.isIn(copy, history, row) && !left.mayHaveLeft(row)) {
                    evidence.add("seq " + seq + " on " + Evidence.subject(history, row)
                            + ", which left the origin, is missing in the mirror");
                }
            }
        }

        private void extra() {
            for (int i = 0; i < copy.size(); i++) {
                long seq = copy.seq(i);
                int row = published.get(seq);
                boolean rightly = origin.limits().leavesWhenAcked() || row >= 0 && leftOrigin.mayHaveLeft(row);
                if (origin.find(seq) < 0 && !rightly) {
                    judged.put(seq, 0);
                    evidence.add("seq " + seq + " on " + subject(copy, i) + " is in the mirror only");
                }
            }
        }

        /** Of what no client is known to have published only so much can be said. */
        private boolean limited() {
            StreamLimits limits = copy.limits();
            return copy.size() > 0
                    && (limits.maxMsgs() > 0
                            || limits.maxBytes() > 0
                            || !limits.maxAge().isZero());
        }

        private boolean same(int i, int index) {
            return origin.payload(i) == copy.payload(index) && origin.id(i) == copy.id(index);
        }

        private String subject(StreamState state, int index) {
            return history.names().name(state.subject(index));
        }
    }
}

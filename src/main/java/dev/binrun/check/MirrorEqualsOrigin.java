package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.util.List;
import java.util.Optional;

/** A mirror that has caught up holds what its origin holds, or held until it was worked, at the same sequences. */
public record MirrorEqualsOrigin(
        @Arg(value = "the mirror", position = 0, required = true)
        String mirror) implements Check {

    @Override
    public Judgement judge(History history, FinalState end) {
        Optional<StreamState> copy = end.stream(mirror);
        Optional<String> name = copy.map(StreamState::limits).flatMap(StreamLimits::mirrorOf);
        if (copy.isEmpty()) {
            return absent(history, mirror, mirror);
        }
        if (name.isEmpty()) {
            return new Judgement.Unknown(mirror + " is not a mirror");
        }
        Optional<StreamState> origin = end.stream(name.get());
        return origin.isEmpty()
                ? absent(history, name.get(), "the origin " + name.get() + " of " + mirror)
                : new MirrorComparison(history, end, origin.get(), copy.get()).judge();
    }

    /** What is not there equals nothing; but of what was removed, or never was, there is nothing to judge. */
    private static Judgement absent(History history, String stream, String what) {
        String gone = what + " is not there at the end";
        return AckedMessages.isLost(history, stream)
                ? new Judgement.Violated(List.of(gone + ", and nobody removed it"))
                : new Judgement.Unknown(gone);
    }

    private final class MirrorComparison {
        private final History history;
        private final StreamState origin;
        private final StreamState copy;
        private final Subjects subjects;
        private final ExcusedRemovals left;
        private final ExcusedRemovals leftOrigin;
        private final LongIntMap judged = new LongIntMap();
        private final LongIntMap published = new LongIntMap();
        private final Evidence evidence = new Evidence();
        private long excused;

        MirrorComparison(History history, FinalState end, StreamState origin, StreamState copy) {
            this.history = history;
            this.origin = origin;
            this.copy = copy;
            this.subjects = new Subjects(history.names(), copy.limits().mirrorFilters());
            Subjects taken = origin.limits().transforms() ? Subjects.of(history.names(), "") : subjects;
            this.left =
                    new ExcusedRemovals(history, copy, StreamIntake.toMirror(history, copy, origin, taken), end.at());
            this.leftOrigin = new ExcusedRemovals(history, origin, end.at());
        }

        Judgement judge() {
            int[] acknowledged = AckedMessages.acknowledged(history, origin.name());
            for (int row : acknowledged) {
                published.put(history.seq(row), row);
            }
            stored();
            worked(acknowledged);
            extra();
            if (judged.size() == 0) {
                return new Judgement.Unknown(
                        excused == 0
                                ? "no message of " + origin.name() + " is for its mirror " + mirror
                                : Evidence.count(excused, "message") + " of " + origin.name()
                                        + ", but the limits of the mirror " + mirror
                                        + " may have removed each, so none was compared");
            }
            String late =
                    copy.lastSeq() < origin.lastSeq() ? "; it is at " + copy.lastSeq() + " of " + origin.lastSeq() : "";
            return evidence.size() == 0
                    ? new Judgement.Held(Evidence.count(judged.size(), "message"))
                    : evidence.violated(mirror + " differs from its origin " + origin.name() + " in "
                            + Evidence.number(evidence.size()) + " of " + Evidence.count(judged.size(), "message")
                            + late);
        }

        private void stored() {
            for (int i = 0; i < origin.size(); i++) {
                long seq = origin.seq(i);
                if (!subjects.take(origin.subject(i)) || seq < begin()) {
                    continue;
                }
                int index = copy.find(seq);
                int row = published.get(seq);
                if (index < 0 && (row < 0 ? left.mayHaveLeftByLimit(origin, i) : left.mayHaveLeftByLimit(row))) {
                    excused++;
                    continue;
                }
                boolean removed = index < 0 && (row < 0 ? left.byRequest(origin, i) : left.byRequest(row));
                judged.put(seq, 0);
                if (index < 0) {
                    evidence.add(line(seq, origin.subject(i)) + " is missing in the mirror"
                            + (removed ? ", from which it was removed by a request" : ""));
                } else if (!same(i, index)) {
                    evidence.add(line(seq, origin.subject(i)) + " is another message in the mirror");
                }
            }
        }

        /** What left the origin when it was worked is to be in the mirror all the same. */
        private void worked(int[] acknowledged) {
            long from = Math.max(begin(), active());
            for (int row : acknowledged) {
                long seq = history.seq(row);
                if (leftOrigin.limitsSince(row).stream().noneMatch(StreamLimits::leavesWhenAcked)
                        || seq < from
                        || origin.find(seq) >= 0
                        || judged.has(seq)
                        || !isFor(row)
                        || leftOrigin.mayHaveLeft(row)
                        || left.mayHaveLeftByLimit(row)) {
                    continue;
                }
                judged.put(seq, 0);
                if (copy.find(seq) < 0) {
                    evidence.add(line(seq, history.subject(row)) + ", which left the origin, is missing in the mirror");
                }
            }
        }

        private void extra() {
            for (int i = 0; i < copy.size(); i++) {
                long seq = copy.seq(i);
                if (origin.find(seq) >= 0) {
                    continue;
                }
                int row = published.get(seq);
                boolean rightly = seq <= origin.lastSeq()
                        && (wasWorked(row)
                                || (row < 0 ? leftOrigin.mayHaveLeft(copy, i) : leftOrigin.mayHaveLeft(row)));
                if (!rightly) {
                    judged.put(seq, 0);
                    evidence.add(line(seq, copy.subject(i)) + " is in the mirror only");
                } else if (row >= 0 && !AckedMessages.isIn(copy, history, row)) {
                    judged.put(seq, 0);
                    evidence.add(
                            line(seq, copy.subject(i)) + " is in the mirror another message than was acknowledged");
                }
            }
        }

        /** Whether the mirror is to get what was published, as far as can be said: which subject it was stored under is not known. */
        private boolean isFor(int row) {
            return origin.limits().transforms()
                    ? copy.limits().mirrorFilters().isEmpty()
                    : subjects.take(history.subject(row));
        }

        private boolean wasWorked(int row) {
            return (row < 0 ? leftOrigin.limits() : leftOrigin.limitsSince(row))
                    .stream().anyMatch(StreamLimits::leavesWhenAcked);
        }

        /** The first sequence that the mirror is to get. */
        private long begin() {
            return copy.limits().mirrorFrom().orElse(copy.size() == 0 ? Long.MAX_VALUE : copy.firstSeq());
        }

        /**
         * From where on the origin kept what it had until the mirror took it: a mirror that was made in the run was active by the first
         * message that was published after it, and that it has.
         */
        private long active() {
            for (int i = 0; i < copy.size() && copy.made() > 0; i++) {
                int row = published.get(copy.seq(i));
                if (row >= 0 && history.asked(row) >= copy.made()) {
                    return copy.seq(i);
                }
            }
            return copy.made() > 0 ? Long.MAX_VALUE : 0;
        }

        /** A mirror may store under other subjects. */
        private boolean same(int i, int index) {
            return origin.payload(i) == copy.payload(index)
                    && origin.id(i) == copy.id(index)
                    && origin.headers(i) == copy.headers(index)
                    && (origin.subject(i) == copy.subject(index)
                            || copy.limits().transforms());
        }

        /** The message, and who published it. */
        private String line(long seq, int subject) {
            int row = published.get(seq);
            return "seq " + seq + " on " + history.names().name(subject)
                    + (row < 0
                            ? ""
                            : " (acknowledged to " + Evidence.client(history, row) + " at "
                                    + Evidence.time(history.answered(row)) + ")");
        }
    }
}

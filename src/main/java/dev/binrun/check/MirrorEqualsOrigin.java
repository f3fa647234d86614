package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamMessage;
import dev.binrun.history.StreamState;
import java.util.List;
import java.util.Optional;

/**
 * A mirror that has caught up holds the messages of its origin at the same sequences. If the origin removes messages
 * when consumers acknowledge them, the mirror holds these too.
 */
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

    private static Judgement absent(History history, String stream, String words) {
        String gone = words + " does not exist at the end";
        return AckedMessages.isStreamLost(history, stream)
                ? new Judgement.Violated(List.of(gone + ", and no request removed it"))
                : new Judgement.Unknown(gone);
    }

    private final class MirrorComparison {
        private final History history;
        private final StreamState origin;
        private final StreamState copy;
        private final Subjects subjects;
        private final ExcusedRemovals removals;
        private final ExcusedRemovals originRemovals;
        private final List<Operation> acknowledged;
        private final OperationIndex publishes;
        private final LongIntMap judged = new LongIntMap();
        private final Evidence evidence = new Evidence();
        private long excused;

        MirrorComparison(History history, FinalState end, StreamState origin, StreamState copy) {
            this.history = history;
            this.origin = origin;
            this.copy = copy;
            this.subjects = new Subjects(history.names(), copy.limits().mirrorFilters());
            Subjects copied = origin.limits().transforms() ? Subjects.of(history.names(), "") : subjects;
            this.removals =
                    new ExcusedRemovals(history, copy, StreamIntake.toMirror(history, copy, origin, copied), end.at());
            this.originRemovals = new ExcusedRemovals(history, origin, end.at());
            this.acknowledged = AckedMessages.of(history, origin.name());
            this.publishes = new OperationIndex(history);
            acknowledged.forEach(publish -> publishes.add(publish.sequence(), publish));
        }

        Judgement judge() {
            origin.messages()
                    .filter(message -> message.sequence() >= begin() && subjects.contain(message.subject()))
                    .forEach(this::judgeInOrigin);
            long active = Math.max(begin(), activeFrom());
            acknowledged.stream()
                    .filter(publish -> publish.sequence() >= active && isConsumed(publish))
                    .forEach(this::judgeConsumed);
            copy.messages()
                    .filter(message -> !origin.contains(message.sequence()))
                    .forEach(this::judgeInMirrorOnly);
            if (judged.size() == 0) {
                return new Judgement.Unknown(
                        excused == 0
                                ? "no message of " + origin.name() + " is for its mirror " + mirror
                                : Evidence.count(excused, "message") + " of " + origin.name()
                                        + ", but the limits of the mirror " + mirror
                                        + " may have removed each, so none was compared");
            }
            String late = copy.lastSequence() < origin.lastSequence()
                    ? "; it is at " + copy.lastSequence() + " of " + origin.lastSequence()
                    : "";
            return evidence.size() == 0
                    ? new Judgement.Held(Evidence.count(judged.size(), "message"))
                    : evidence.violated(mirror + " differs from its origin " + origin.name() + " in "
                            + Evidence.number(evidence.size()) + " of " + Evidence.count(judged.size(), "message")
                            + late);
        }

        private void judgeInOrigin(StreamMessage message) {
            Optional<StreamMessage> copied = copy.find(message.sequence());
            Optional<Operation> publish = publishes.latest(message.sequence());
            if (copied.isEmpty()
                    && publish.map(removals::mayHaveLeftByLimit)
                            .orElseGet(() -> removals.mayHaveLeftByLimit(message))) {
                excused++;
                return;
            }
            if (copied.isEmpty()) {
                boolean removed = publish.map(removals::byRequest).orElseGet(() -> removals.byRequest(message));
                differ(
                        message.sequence(),
                        message.subject(),
                        " is missing in the mirror" + (removed ? ", from which a request removed it" : ""));
            } else if (!isSame(message, copied.get())) {
                differ(message.sequence(), message.subject(), " is another message in the mirror");
            } else {
                judged.add(message.sequence());
            }
        }

        private boolean isConsumed(Operation publish) {
            return originRemovals.limits().hadSince(publish.invokedAt(), StreamLimits::leavesWhenAcked)
                    && !origin.contains(publish.sequence())
                    && !judged.contains(publish.sequence())
                    && isForMirror(publish)
                    && !originRemovals.mayHaveLeft(publish)
                    && !removals.mayHaveLeftByLimit(publish);
        }

        private void judgeConsumed(Operation publish) {
            if (copy.contains(publish.sequence())) {
                judged.add(publish.sequence());
            } else {
                differ(publish.sequence(), publish.subject(), ", which left the origin, is missing in the mirror");
            }
        }

        private void judgeInMirrorOnly(StreamMessage message) {
            Optional<Operation> publish = publishes.latest(message.sequence());
            boolean hasLeftOrigin = message.sequence() <= origin.lastSequence()
                    && (originRemovals
                                    .limits()
                                    .hadSince(
                                            publish.map(Operation::invokedAt).orElse(Long.MIN_VALUE),
                                            StreamLimits::leavesWhenAcked)
                            || publish.map(originRemovals::mayHaveLeft)
                                    .orElseGet(() -> originRemovals.mayHaveLeft(message)));
            if (!hasLeftOrigin) {
                differ(message.sequence(), message.subject(), " is in the mirror only");
            } else if (publish.isPresent() && !AckedMessages.isIn(copy, publish.get())) {
                differ(
                        message.sequence(),
                        message.subject(),
                        " is another message in the mirror than the acknowledged one");
            }
        }

        private void differ(long sequence, int subject, String difference) {
            judged.add(sequence);
            evidence.add(() -> "seq " + sequence + " on " + history.names().name(subject)
                    + publishes
                            .latest(sequence)
                            .map(publish -> " (acknowledged to " + Evidence.completion(publish) + ")")
                            .orElse("")
                    + difference);
        }

        /** If the origin transforms subjects, the stored subject of a removed message is unknown. */
        private boolean isForMirror(Operation publish) {
            return origin.limits().transforms()
                    ? copy.limits().mirrorFilters().isEmpty()
                    : subjects.contain(publish.subject());
        }

        /** Returns the first sequence that the mirror must have. */
        private long begin() {
            return copy.limits().mirrorFrom().orElse(copy.size() == 0 ? Long.MAX_VALUE : copy.firstSequence());
        }

        /**
         * Returns the first sequence that the origin cannot have removed before the mirror copied it. A mirror that was
         * created during the run copies messages at the latest from the first one that was published afterwards and
         * that it has.
         */
        private long activeFrom() {
            if (copy.createdAt() == 0) {
                return 0;
            }
            return copy.messages()
                    .mapToLong(StreamMessage::sequence)
                    .filter(sequence -> publishes
                            .latest(sequence)
                            .filter(publish -> publish.invokedAt() >= copy.createdAt())
                            .isPresent())
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        }

        /** A mirror with a subject transform stores messages under other subjects. */
        private boolean isSame(StreamMessage message, StreamMessage copied) {
            return message.hasContentOf(copied)
                    && (message.subject() == copied.subject() || copy.limits().transforms());
        }
    }
}

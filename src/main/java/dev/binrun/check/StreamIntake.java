package dev.binrun.check;

import dev.binrun.history.Completion;
import dev.binrun.history.Fingerprint;
import dev.binrun.history.History;
import dev.binrun.history.StreamState;
import java.util.List;
import java.util.Optional;

/** What is known to have come to a stream, and to which sequences; to a mirror, what came to its origin and is for it. */
final class StreamIntake {
    private static final Subjects ALL = new Subjects(null, List.of());

    private final History history;
    private final StreamState stream;
    private final Optional<StreamState> origin;
    private final Subjects taken;
    private final int name;
    private long[] seqs;
    private long unanswered;

    private StreamIntake(History history, StreamState stream, Optional<StreamState> origin, Subjects taken) {
        this.history = history;
        this.stream = stream;
        this.origin = origin;
        this.taken = taken;
        this.name = history.names().find(origin.orElse(stream).name());
    }

    static StreamIntake to(History history, StreamState stream) {
        return new StreamIntake(history, stream, Optional.empty(), ALL);
    }

    /** @param taken which subjects a mirror takes of its origin */
    static StreamIntake toMirror(History history, StreamState mirror, StreamState origin, Subjects taken) {
        return new StreamIntake(history, mirror, Optional.of(origin), taken);
    }

    /** Whether a row is a publish that was acknowledged, and so at its sequence; a duplicate's is another's. */
    boolean acknowledged(int row) {
        return AckedMessages.isAcknowledged(history, row, name) && taken.take(history.subject(row));
    }

    /** Whether a row is a publish that may have come, for it was not answered. */
    boolean unanswered(int row) {
        return AckedMessages.mayBeStored(history, row, name) && taken.take(history.subject(row));
    }

    /** Whether a message is there under another subject than it was published on; one without content may be any. */
    boolean transformed() {
        for (int row = 0; row < history.size(); row++) {
            int index = acknowledged(row) && tells(row) ? stream.find(history.seq(row)) : -1;
            if (index >= 0
                    && stream.subject(index) != history.subject(row)
                    && AckedMessages.isIn(stream, history, row)) {
                return true;
            }
        }
        return false;
    }

    private boolean tells(int row) {
        long payload = history.payload(row);
        return payload != 0 && payload != Fingerprint.EMPTY || history.id(row) != 0;
    }

    /** Whether a message has a time to live of its own. */
    boolean anyExpires() {
        for (int row = 0; row < history.size(); row++) {
            if ((acknowledged(row) || unanswered(row)) && history.ttlSeconds(row) > 0) {
                return true;
            }
        }
        return false;
    }

    /** The size of the largest message that is there, here or in the origin. */
    long largest() {
        return Math.max(stream.largest(), origin.map(StreamState::largest).orElse(0));
    }

    /**
     * The last sequence that nobody in the history can have published, as of what came from a source or by {@code core: true} of others;
     * 0 if there is none.
     */
    long lastOfOthers() {
        long[] known = known();
        long last = stream.lastSeq();
        long missing = known.length == 0 ? last : last - known[0] + 1 - known.length;
        if (missing <= unanswered) {
            return 0;
        }
        for (int i = known.length - 1; i >= 0 && known[i] == last; i--) {
            last--;
        }
        return last;
    }

    /** The sequences of which it is known what came there, rising. */
    private long[] known() {
        if (seqs == null) {
            int size = history.size();
            StreamState beside = origin.orElse(stream);
            long[] all = new long[size + stream.size() + beside.size()];
            int count = 0;
            for (int row = 0; row < size; row++) {
                if (AckedMessages.isAcknowledged(history, row, name)) {
                    all[count++] = history.seq(row);
                } else if (AckedMessages.mayBeStored(history, row, name)) {
                    unanswered++;
                }
            }
            for (int i = 0; i < stream.size(); i++) {
                all[count++] = stream.seq(i);
            }
            for (int i = 0; i < beside.size() && beside != stream; i++) {
                all[count++] = beside.seq(i);
            }
            seqs = SequenceArrays.distinct(all, count);
        }
        return seqs;
    }

    /**
     * No sequence was greater at a time, in the history's nanoseconds: what was asked after it came after it.
     */
    long lastAt(long time) {
        long last = Long.MAX_VALUE;
        for (int row = history.size() - 1; row >= 0 && time < Long.MAX_VALUE; row--) {
            if (history.asked(row) >= time
                    && AckedMessages.isAcknowledged(history, row, name)
                    && history.answer(row) != Completion.DUPLICATE) {
                last = Math.min(last, history.seq(row) - 1);
            }
        }
        return last;
    }
}

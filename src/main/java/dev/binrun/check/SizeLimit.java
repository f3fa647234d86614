package dev.binrun.check;

import dev.binrun.check.LimitHistory.Term;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.StreamState;
import java.util.HashMap;
import java.util.Map;

/** The messages that {@code max_bytes} may have removed: those that, with all messages after them, exceed the limit. */
final class SizeLimit {
    /** The greatest number of bytes that headers, subject and the store add to a payload. */
    private static final long OVERHEAD = 8_192;

    private static final int USUAL_OVERHEAD = 256;

    private final StreamState stream;
    private final boolean emptied;
    private final long lastUnrecorded;
    private final LongIntMap sizes = new LongIntMap();
    private final SequenceSet sequences = new SequenceSet();
    private final Map<Term, Long> exceeding = new HashMap<>();
    private long largest;
    private long unknownBytes;

    /** @param emptied whether messages left by other ways too, so that the stream need not be full at the end */
    SizeLimit(History history, StreamState stream, StreamIntake intake, boolean emptied) {
        this.stream = stream;
        this.emptied = emptied;
        this.lastUnrecorded = intake.lastUnrecorded();
        this.largest = intake.largest();
        history.operations().forEach(operation -> {
            if (intake.acknowledged(operation)) {
                add(operation);
            } else if (intake.unknown(operation)) {
                largest = Math.max(largest, operation.payloadSize());
                unknownBytes += operation.payloadSize() + USUAL_OVERHEAD;
            }
        });
    }

    private void add(Operation publish) {
        long sequence = publish.sequence();
        largest = Math.max(largest, publish.payloadSize());
        sequences.add(sequence);
        int size = Math.max(publish.payloadSize(), sizes.get(sequence));
        sizes.put(sequence, Math.min(Integer.MAX_VALUE - 1, size));
    }

    /** @param last the last sequence that the stream can have had while the limit was in force */
    boolean mayRemove(long sequence, Term term, long last) {
        return sequence < Math.min(last, lastUnrecorded)
                || term.isCurrent()
                        && stream.bytes() + largest + OVERHEAD > term.limits().maxBytes()
                || (emptied || !term.isCurrent())
                        && sequence <= exceeding.computeIfAbsent(term, limit -> lastExceeding(limit, last));
    }

    /** Returns the last sequence whose message, with all messages after it, exceeds a limit; 0 if none does. */
    private long lastExceeding(Term term, long last) {
        long bytes = unknownBytes;
        for (int i = sequences.size() - 1; i >= 0; i--) {
            long sequence = sequences.get(i);
            if (sequence <= last) {
                bytes += sizes.get(sequence) + USUAL_OVERHEAD;
                if (bytes > term.limits().maxBytes()) {
                    return sequence;
                }
            }
        }
        return 0;
    }
}

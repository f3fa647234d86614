package dev.binrun.check;

import dev.binrun.history.ConsumerState;
import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What those may have done with whose reading was not recorded: verbs of a project's own, the session simulation. A consumer's number of
 * deliveries says how many nobody recorded; where they are as many as the messages that are missing below all that it has acknowledged,
 * these were delivered and acknowledged.
 */
final class UnrecordedReaders {
    /** What became of a message. */
    enum Fate {
        WORKED,
        LOST,
        UNCLEAR
    }

    private final History history;
    private final int stream;
    private final boolean read;
    private final Map<ConsumerState, Long> unseen = new HashMap<>();

    UnrecordedReaders(History history, String stream) {
        this.history = history;
        this.stream = history.names().find(stream);
        this.read = history.others().isPresent();
    }

    /** Whether there may be any. */
    boolean read() {
        return read;
    }

    /** How many deliveries of a consumer nobody recorded. */
    long unseen(ConsumerState consumer) {
        return unseen.computeIfAbsent(consumer, this::countUnseen);
    }

    /**
     * What became of a message that nothing else explains.
     *
     * @param concerned the consumers that it was for
     * @param missing for each of them, the sequences of all such messages
     * @param all whether each of them must have done with it; else one is enough
     */
    Fate fate(long seq, List<ConsumerState> concerned, Map<ConsumerState, LongIntMap> missing, boolean all) {
        int worked = 0;
        int lost = 0;
        for (ConsumerState each : concerned) {
            Fate fate = fate(seq, each, missing.get(each));
            worked += fate == Fate.WORKED ? 1 : 0;
            lost += fate == Fate.LOST ? 1 : 0;
        }
        boolean none = concerned.isEmpty();
        if (all ? lost > 0 : !none && lost == concerned.size()) {
            return Fate.LOST;
        }
        return !none && (all ? worked == concerned.size() : worked > 0) ? Fate.WORKED : Fate.UNCLEAR;
    }

    private Fate fate(long seq, ConsumerState consumer, LongIntMap missing) {
        if (consumer.position().isEmpty()) {
            return Fate.UNCLEAR;
        }
        ConsumerState.Position position = consumer.position().get();
        if (unseen(consumer) == 0 || seq > position.seq()) {
            return Fate.LOST;
        }
        return unseen(consumer) == missing.size() && seq <= position.acknowledged() ? Fate.WORKED : Fate.UNCLEAR;
    }

    private long countUnseen(ConsumerState consumer) {
        int name = history.names().find(consumer.name());
        LongIntMap seen = new LongIntMap();
        for (int row = 0; row < history.size(); row++) {
            if (history.kind(row) == OperationKind.DELIVER
                    && history.stream(row) == stream
                    && history.consumer(row) == name
                    && history.asked(row) >= consumer.begun()) {
                seen.put(history.consumerSeq(row), 0);
            }
        }
        return Math.max(
                0, consumer.position().map(ConsumerState.Position::deliveries).orElse(0L) - seen.size());
    }
}

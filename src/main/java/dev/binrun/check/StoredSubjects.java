package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import dev.binrun.history.StreamState;

/**
 * On which subjects a stream has messages: where it changes subjects, only what is there, or was delivered, tells. Whether it does, its
 * configuration says, or a message that has another subject than it was published on.
 */
final class StoredSubjects {
    /** Not known. */
    static final int UNKNOWN = -1;

    private final History history;
    private final StreamState state;
    private final SeenMessages sightings;
    private final boolean changes;

    StoredSubjects(History history, StreamState state) {
        this(history, state, false);
    }

    /** @param fixed whether nothing can have changed a subject, so that another subject is another message */
    StoredSubjects(History history, StreamState state, boolean fixed) {
        this.history = history;
        this.state = state;
        this.sightings = new SeenMessages(history);
        int name = history.names().find(state.name());
        for (int row = 0; row < history.size(); row++) {
            if (history.kind(row) == OperationKind.DELIVER && history.stream(row) == name) {
                sightings.add(row);
            }
        }
        this.changes = !fixed && (state.transforms() || changed());
    }

    /** The subject of a message that was acknowledged. */
    int of(int row) {
        int seen = changes ? seen(row) : UNKNOWN;
        return seen >= 0 || changes ? seen : history.subject(row);
    }

    private int seen(int row) {
        if (AckedMessages.isIn(state, history, row)) {
            return state.subject(state.find(history.seq(row)));
        }
        int delivery = sightings.of(row);
        return delivery < 0 ? UNKNOWN : history.subject(delivery);
    }

    private boolean changed() {
        for (int row : AckedMessages.acknowledged(history, state.name())) {
            int seen = seen(row);
            if (seen >= 0 && seen != history.subject(row)) {
                return true;
            }
        }
        return false;
    }
}

package dev.binrun.check.linear;

import dev.binrun.history.Completion;
import dev.binrun.history.OperationKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tries all orders, with each write of unknown outcome at every place. Slow, but obviously correct. */
final class BruteForce {
    private final List<KeyOperation> operations;

    private BruteForce(List<KeyOperation> operations) {
        this.operations = operations.stream().filter(KeyOperation::isRelevant).toList();
    }

    static boolean linearizable(List<KeyOperation> operations) {
        BruteForce all = new BruteForce(operations);
        return all.possible(0, new State(0, 0, false, 0, null, Set.of()));
    }

    /**
     * A state of the key. If its revision is unknown, it is -1: then it is above the floor, and none of {@code not}.
     */
    private record State(long revision, long floor, boolean hasValue, long value, KeyOperation write, Set<Long> not) {
        /** Returns the least revision that the key can have. */
        long least() {
            return revision < 0 ? floor + 1 : floor;
        }

        State at(long wanted) {
            boolean may = revision == wanted || revision < 0 && wanted > floor && !not.contains(wanted);
            return may ? new State(wanted, wanted, hasValue, value, write, Set.of()) : null;
        }

        State notAt(long unwanted) {
            if (revision == unwanted) {
                return null;
            }
            Set<Long> more = new HashSet<>(not);
            more.add(unwanted);
            return revision >= 0 ? this : new State(revision, floor, hasValue, value, write, more);
        }
    }

    private boolean possible(int done, State state) {
        boolean all = true;
        long first = Long.MAX_VALUE;
        for (int i = 0; i < operations.size(); i++) {
            if ((done >> i & 1) == 0 && !operations.get(i).isOptional()) {
                all = false;
                first = Math.min(first, operations.get(i).completedAt());
            }
        }
        if (all) {
            return true;
        }
        for (int i = 0; i < operations.size(); i++) {
            if ((done >> i & 1) == 0 && operations.get(i).invokedAt() <= first) {
                State next = after(state, operations.get(i));
                if (next != null && possible(done | 1 << i, next)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static State after(State state, KeyOperation operation) {
        if (operation.completion() == Completion.NOT_FOUND) {
            return state.hasValue ? null : state;
        }
        if (operation.completion() == Completion.CONFLICT) {
            boolean create = operation.kind() == OperationKind.KV_CREATE;
            boolean again = state.write != null
                    && (state.write.isOptional() || state.write.completedAt() >= operation.invokedAt());
            return create ? (state.hasValue || again ? state : null) : state.notAt(operation.expected());
        }
        if (operation.kind() == OperationKind.KV_GET) {
            State seen = state.hasValue && state.value == operation.value() ? state.at(operation.revision()) : null;
            return seen;
        }
        State before = operation.expected() >= 0 ? state.at(operation.expected()) : state;
        if (before == null || operation.kind() == OperationKind.KV_CREATE && before.hasValue) {
            return null;
        }
        if (!operation.isOptional() && operation.revision() <= before.least()) {
            return null;
        }
        long revision = operation.isOptional() ? -1 : operation.revision();
        long floor = operation.isOptional() ? before.least() : revision;
        return new State(revision, floor, operation.sets(), operation.value(), operation, Set.of());
    }
}

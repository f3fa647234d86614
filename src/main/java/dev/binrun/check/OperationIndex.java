package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Operations by a key, several for each key, in columns because there may be a million of them. */
final class OperationIndex {
    private final History history;

    /** The place of a key's latest operation, counted from 1; {@link #earlier} has the place before it. */
    private final LongIntMap latest = new LongIntMap();

    private int[] rows = new int[64];
    private int[] earlier = new int[64];
    private int size;

    OperationIndex(History history) {
        this.history = history;
    }

    /** Adds an operation, which is then the latest one of its key. */
    void add(long key, Operation operation) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, size * 2);
            earlier = Arrays.copyOf(earlier, size * 2);
        }
        rows[size] = operation.row();
        earlier[size] = latest.put(key, size + 1);
        size++;
    }

    /** Returns whether an operation was added with a key. */
    boolean contains(long key) {
        return latest.contains(key);
    }

    /** Returns the operation that was added last with a key. */
    Optional<Operation> latest(long key) {
        int place = latest.get(key);
        return place == 0 ? Optional.empty() : Optional.of(history.operation(rows[place - 1]));
    }

    /** Returns all operations of a key, the latest first. */
    List<Operation> all(long key) {
        List<Operation> all = new ArrayList<>(1);
        for (int place = latest.get(key); place > 0; place = earlier[place - 1]) {
            all.add(history.operation(rows[place - 1]));
        }
        return all;
    }

    /** Returns the latest operation of a key that matches. */
    Optional<Operation> find(long key, Predicate<Operation> predicate) {
        for (int place = latest.get(key); place > 0; place = earlier[place - 1]) {
            Operation operation = history.operation(rows[place - 1]);
            if (predicate.test(operation)) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }

    /** Returns the number of operations. */
    int size() {
        return size;
    }
}

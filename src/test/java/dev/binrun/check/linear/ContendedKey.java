package dev.binrun.check.linear;

import dev.binrun.history.Completion;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Three clients on one key: the first puts and gets, the second gets and updates, the third deletes and creates. Each
 * operation takes effect at one time between its invocation and its completion. One completion in forty is lost.
 * Rejections are those of a cluster.
 */
final class ContendedKey {
    private final Random random;
    private final List<KeyOperation> operations = new ArrayList<>();
    private final long[] free = new long[3];
    private long last;
    private boolean hasValue;
    private long value;
    private long read;

    ContendedKey(long seed) {
        this.random = new Random(seed);
    }

    private record Step(int client, int number, long invokedAt, long doneAt, long completedAt) {}

    /** Returns operations in the order of their invocations. */
    List<KeyOperation> operations(int count) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int client = i % 3;
            long invokedAt = free[client] + 1 + random.nextInt(10);
            long doneAt = invokedAt + 1 + random.nextInt(20);
            free[client] = doneAt + 1 + random.nextInt(20);
            steps.add(new Step(client, i / 3, invokedAt, doneAt, free[client]));
        }
        steps.sort(Comparator.comparingLong(Step::doneAt));
        steps.forEach(this::apply);
        operations.sort(Comparator.comparingLong(KeyOperation::invokedAt));
        return operations;
    }

    private void apply(Step step) {
        boolean even = step.number % 2 == 0;
        switch (step.client) {
            case 0 -> apply(step, even ? OperationKind.KV_PUT : OperationKind.KV_GET, -1);
            case 1 -> apply(step, even ? OperationKind.KV_GET : OperationKind.KV_UPDATE, even ? -1 : read);
            default -> apply(step, even ? OperationKind.KV_DEL : OperationKind.KV_CREATE, -1);
        }
    }

    private void apply(Step step, OperationKind kind, long expected) {
        boolean get = kind == OperationKind.KV_GET;
        boolean sets = kind != OperationKind.KV_DEL;
        long wanted = get ? hasValue ? value : 0 : sets ? 1_000 + operations.size() : 0;
        boolean allowed =
                get ? hasValue : kind == OperationKind.KV_CREATE ? !hasValue : expected < 0 || expected == last;
        boolean lost = !get && random.nextInt(40) == 0;
        if (allowed && !get && !(lost && random.nextBoolean())) {
            last++;
            hasValue = sets;
            value = wanted;
        }
        Completion completion =
                lost ? Completion.UNKNOWN : allowed ? Completion.OK : get ? Completion.NOT_FOUND : Completion.REJECTED;
        read = step.client == 1 && get && hasValue ? last : read;
        operations.add(new KeyOperation(
                Optional.empty(),
                kind,
                completion,
                step.invokedAt,
                completion == Completion.OK || completion == Completion.NOT_FOUND ? step.completedAt : Operation.NEVER,
                completion == Completion.OK ? last : 0,
                expected,
                wanted,
                0));
    }
}

package dev.binrun.check.linear;

import dev.binrun.history.Completion;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random histories of a healthy register, and of one with a wrong response. */
final class RandomKey {
    private static final OperationKind[] KINDS = {
        OperationKind.KV_PUT,
        OperationKind.KV_PUT,
        OperationKind.KV_CREATE,
        OperationKind.KV_UPDATE,
        OperationKind.KV_UPDATE,
        OperationKind.KV_DEL,
        OperationKind.KV_PURGE,
        OperationKind.KV_GET,
        OperationKind.KV_GET,
        OperationKind.KV_GET
    };

    private final Random random;
    private final int values;
    private final List<Long> revisions = new ArrayList<>(List.of(0L));
    private int row;
    private long last;
    private boolean hasValue;
    private long value;

    RandomKey(long seed, int values) {
        this.random = new Random(seed);
        this.values = values;
    }

    private record Planned(OperationKind kind, boolean lost, long invokedAt, long doneAt, long completedAt) {}

    /** Returns the operations of several clients. A share of them has no completion, and may take effect late. */
    List<KeyOperation> operations(int count, int clients, double unknown) {
        List<Planned> plan = new ArrayList<>();
        long[] free = new long[clients];
        for (int i = 0; i < count; i++) {
            int client = i % clients;
            boolean lost = random.nextDouble() < unknown;
            long invokedAt = free[client] + 1 + random.nextInt(20);
            long doneAt = invokedAt + random.nextInt(lost ? 100 : 10);
            free[client] = lost ? invokedAt + random.nextInt(10) : doneAt + random.nextInt(10);
            plan.add(new Planned(KINDS[random.nextInt(KINDS.length)], lost, invokedAt, doneAt, free[client]));
        }
        plan.sort(Comparator.comparingLong(Planned::doneAt));
        return plan.stream().map(this::operation).toList();
    }

    private KeyOperation operation(Planned planned) {
        last += random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0; // a write to another key used a revision
        OperationKind kind = planned.kind;
        boolean sets = kind != OperationKind.KV_DEL && kind != OperationKind.KV_PURGE;
        long revision = revisions.get(revisions.size() - 1);
        long expected = kind == OperationKind.KV_UPDATE || !sets && random.nextBoolean() ? expected(revision) : -1;
        long wanted = kind == OperationKind.KV_GET ? value : sets ? 1 + random.nextInt(values) : 0;
        boolean allowed = kind == OperationKind.KV_GET
                ? hasValue
                : kind == OperationKind.KV_CREATE ? !hasValue : expected < 0 || expected == revision;
        if (allowed && kind != OperationKind.KV_GET && (!planned.lost || random.nextBoolean())) {
            revision = ++last;
            revisions.add(revision);
            hasValue = sets;
            value = wanted;
        }
        Completion completion = planned.lost
                ? Completion.UNKNOWN
                : allowed ? Completion.OK : kind == OperationKind.KV_GET ? Completion.NOT_FOUND : Completion.CONFLICT;
        return new KeyOperation(
                Optional.empty(),
                kind,
                completion,
                planned.invokedAt,
                planned.lost ? Operation.NEVER : planned.completedAt,
                completion == Completion.OK ? revision : 0,
                expected,
                kind == OperationKind.KV_GET && completion != Completion.OK ? 0 : wanted,
                0);
    }

    /** Returns a revision that a client may expect: the last one, an earlier one, or a later one. */
    private long expected(long revision) {
        return switch (random.nextInt(6)) {
            case 0 -> revisions.get(random.nextInt(revisions.size()));
            case 1 -> last + 1 + random.nextInt(3);
            default -> revision;
        };
    }

    /** Returns the operations with one changed completion; the history may still be linearizable. */
    List<KeyOperation> withChange(List<KeyOperation> operations) {
        List<KeyOperation> changed = new ArrayList<>(operations);
        int at = random.nextInt(changed.size());
        KeyOperation operation = changed.get(at);
        boolean get = operation.kind() == OperationKind.KV_GET;
        Completion completion = operation.completion();
        long revision = operation.revision();
        long value = operation.value();
        switch (random.nextInt(3)) {
            case 0 -> revision = completion == Completion.OK ? Math.max(1, revision + random.nextInt(5) - 2) : revision;
            case 1 -> value = get && completion == Completion.OK ? 1 + random.nextInt(values) : value;
            default -> {
                completion = get && !operation.isOptional()
                        ? Completion.NOT_FOUND
                        : operation.isConditional() ? Completion.CONFLICT : completion;
                revision = completion == operation.completion() ? revision : 0;
            }
        }
        long completedAt = completion == Completion.UNKNOWN || operation.completedAt() != Operation.NEVER
                ? operation.completedAt()
                : operation.invokedAt() + 5;
        changed.set(
                at,
                new KeyOperation(
                        operation.source(),
                        operation.kind(),
                        completion,
                        operation.invokedAt(),
                        completedAt,
                        revision,
                        operation.expected(),
                        value,
                        0));
        return changed;
    }
}

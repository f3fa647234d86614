package dev.binrun.check.linear;

import dev.binrun.history.Completion;
import dev.binrun.history.OperationKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Histories of a register that does what it should, and histories of one that lies. */
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
    private final List<Long> made = new ArrayList<>(List.of(0L));
    private int row;
    private long last;
    private boolean there;
    private long value;

    RandomKey(long seed, int values) {
        this.random = new Random(seed);
        this.values = values;
    }

    private record Planned(OperationKind kind, boolean lost, long asked, long point, long answered) {}

    /** Operations of some clients, each one after the other, with a share of them never answered, which may be done late. */
    List<KeyOperation> operations(int count, int clients, double unknown) {
        List<Planned> plan = new ArrayList<>();
        long[] free = new long[clients];
        for (int i = 0; i < count; i++) {
            int client = i % clients;
            boolean lost = random.nextDouble() < unknown;
            long asked = free[client] + 1 + random.nextInt(20);
            long point = asked + random.nextInt(lost ? 100 : 10);
            free[client] = lost ? asked + random.nextInt(10) : point + random.nextInt(10);
            plan.add(new Planned(KINDS[random.nextInt(KINDS.length)], lost, asked, point, free[client]));
        }
        plan.sort(Comparator.comparingLong(Planned::point));
        return plan.stream().map(this::operation).toList();
    }

    private KeyOperation operation(Planned planned) {
        last += random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0; // another key took a revision
        OperationKind kind = planned.kind;
        boolean sets = kind != OperationKind.KV_DEL && kind != OperationKind.KV_PURGE;
        long revision = made.get(made.size() - 1);
        long expected = kind == OperationKind.KV_UPDATE || !sets && random.nextBoolean() ? expected(revision) : -1;
        long wanted = kind == OperationKind.KV_GET ? value : sets ? 1 + random.nextInt(values) : 0;
        boolean allowed = kind == OperationKind.KV_GET
                ? there
                : kind == OperationKind.KV_CREATE ? !there : expected < 0 || expected == revision;
        if (allowed && kind != OperationKind.KV_GET && (!planned.lost || random.nextBoolean())) {
            revision = ++last;
            made.add(revision);
            there = sets;
            value = wanted;
        }
        Completion answer = planned.lost
                ? Completion.UNKNOWN
                : allowed ? Completion.OK : kind == OperationKind.KV_GET ? Completion.NOT_FOUND : Completion.CONFLICT;
        return new KeyOperation(
                Optional.empty(),
                kind,
                answer,
                planned.asked,
                planned.lost ? Long.MAX_VALUE : planned.answered,
                answer == Completion.OK ? revision : 0,
                expected,
                kind == OperationKind.KV_GET && answer != Completion.OK ? 0 : wanted,
                0);
    }

    /** What a client knows of the key's revision: the last, one before it, or one that may yet come. */
    private long expected(long revision) {
        return switch (random.nextInt(6)) {
            case 0 -> made.get(random.nextInt(made.size()));
            case 1 -> last + 1 + random.nextInt(3);
            default -> revision;
        };
    }

    /** The same, with one answer changed; it may still be right. */
    List<KeyOperation> withLie(List<KeyOperation> operations) {
        List<KeyOperation> lied = new ArrayList<>(operations);
        int at = random.nextInt(lied.size());
        KeyOperation o = lied.get(at);
        boolean get = o.kind() == OperationKind.KV_GET;
        Completion answer = o.completion();
        long revision = o.revision();
        long value = o.value();
        switch (random.nextInt(3)) {
            case 0 -> revision = answer == Completion.OK ? Math.max(1, revision + random.nextInt(5) - 2) : revision;
            case 1 -> value = get && answer == Completion.OK ? 1 + random.nextInt(values) : value;
            default -> {
                answer = get && !o.isOptional()
                        ? Completion.NOT_FOUND
                        : o.isConditional() ? Completion.CONFLICT : answer;
                revision = answer == o.completion() ? revision : 0;
            }
        }
        long answered =
                answer == Completion.UNKNOWN || o.completedAt() != Long.MAX_VALUE ? o.completedAt() : o.invokedAt() + 5;
        lied.set(
                at,
                new KeyOperation(
                        o.source(), o.kind(), answer, o.invokedAt(), answered, revision, o.expected(), value, 0));
        return lied;
    }
}

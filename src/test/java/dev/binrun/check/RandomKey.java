package dev.binrun.check;

import dev.binrun.history.Answer;
import dev.binrun.history.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Histories of a register that does what it should, and histories of one that lies. */
final class RandomKey {
    private static final Kind[] KINDS = {
        Kind.KV_PUT, Kind.KV_PUT, Kind.KV_CREATE, Kind.KV_UPDATE, Kind.KV_DEL, Kind.KV_GET, Kind.KV_GET, Kind.KV_GET
    };

    private final Random random;
    private final int values;
    private long revision;
    private boolean there;
    private long value;

    RandomKey(long seed, int values) {
        this.random = new Random(seed);
        this.values = values;
    }

    private record Planned(Kind kind, long asked, long point, long answered) {}

    /** Operations of some clients, each one after the other, with a share of them never answered. */
    List<KeyOperation> operations(int count, int clients, double unknown) {
        List<Planned> plan = new ArrayList<>();
        long[] free = new long[clients];
        for (int i = 0; i < count; i++) {
            int client = i % clients;
            long asked = free[client] + 1 + random.nextInt(20);
            long point = asked + random.nextInt(10);
            free[client] = point + random.nextInt(10);
            plan.add(new Planned(KINDS[random.nextInt(KINDS.length)], asked, point, free[client]));
        }
        plan.sort(Comparator.comparingLong(Planned::point));
        List<KeyOperation> operations = new ArrayList<>();
        long made = 0;
        for (Planned each : plan) {
            boolean lost = random.nextDouble() < unknown;
            long expected = each.kind == Kind.KV_UPDATE ? random.nextInt(4) == 0 ? made : revision : -1;
            long wanted = each.kind == Kind.KV_DEL ? 0 : 1 + random.nextInt(values);
            boolean allowed = each.kind != Kind.KV_CREATE || !there;
            allowed &= expected < 0 || expected == revision;
            boolean done = allowed && each.kind != Kind.KV_GET && (!lost || random.nextBoolean());
            Answer answer = allowed ? Answer.OK : Answer.CONFLICT;
            if (done) {
                made++;
                revision = made;
                there = each.kind != Kind.KV_DEL;
                value = wanted;
            }
            if (each.kind == Kind.KV_GET) {
                answer = there ? Answer.OK : Answer.NOT_FOUND;
                wanted = there ? value : 0;
            }
            operations.add(new KeyOperation(
                    operations.size(),
                    each.kind,
                    lost ? Answer.UNKNOWN : answer,
                    each.asked,
                    lost ? Long.MAX_VALUE : each.answered,
                    lost || answer != Answer.OK ? 0 : revision,
                    expected,
                    wanted,
                    0));
        }
        return operations;
    }

    /** The same, with one answer changed; it may still be right. */
    List<KeyOperation> withLie(List<KeyOperation> operations) {
        List<KeyOperation> lied = new ArrayList<>(operations);
        int at = random.nextInt(lied.size());
        KeyOperation o = lied.get(at);
        boolean get = o.kind() == Kind.KV_GET;
        Answer answer = o.answer();
        long revision = o.revision();
        long value = o.value();
        switch (random.nextInt(3)) {
            case 0 -> revision = answer == Answer.OK ? Math.max(1, revision + random.nextInt(5) - 2) : revision;
            case 1 -> value = get && answer == Answer.OK ? 1 + random.nextInt(values) : value;
            default -> {
                answer = get && !o.optional() ? Answer.NOT_FOUND : o.conditional() ? Answer.CONFLICT : answer;
                revision = answer == o.answer() ? revision : 0;
            }
        }
        long answered = answer == Answer.UNKNOWN || o.answered() != Long.MAX_VALUE ? o.answered() : o.asked() + 5;
        lied.set(
                at, new KeyOperation(o.row(), o.kind(), answer, o.asked(), answered, revision, o.expected(), value, 0));
        return lied;
    }
}

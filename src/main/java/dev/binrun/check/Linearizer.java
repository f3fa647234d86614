package dev.binrun.check;

import dev.binrun.check.KeyHistory.Event;
import dev.binrun.check.KeyHistory.Maybe;
import dev.binrun.check.KeyHistory.Slot;
import dev.binrun.history.Answer;
import dev.binrun.history.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether the operations on one key can be put in an order in which each took effect between its being asked and answered. Just in
 * time, as G. Lowe describes it ("Testing for linearizability", 2017): an operation is done when its answer forces it, and what only
 * reads as soon as it can be. It keeps every way that things may stand, so that the first answer without any is where it breaks.
 */
final class Linearizer {
    private static final int MOST_CONFIGURATIONS = 4_096;
    private static final int FEW = 128;

    private final KeyHistory key;
    private final long[] budget;
    private final int beam;
    private boolean unseenWrites;
    private final int[] called;
    private final int[] places;
    private final List<Integer> open = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private Set<Configuration> now = new LinkedHashSet<>();

    /**
     * @param budget how many moves may still be tried, in its only element
     * @param beam how many configurations are kept; with fewer than all an order that is found is one, but that there is none is
     *     not proved
     */
    private Linearizer(KeyHistory key, long[] budget, int beam) {
        this.key = key;
        this.beam = beam;
        this.budget = budget;
        this.called = new int[key.maybes.size()];
        this.places = new int[key.operations.size()];
        int most = mostOpen();
        for (int i = 0; i < most; i++) {
            free.add(i);
        }
        Arrays.fill(places, -1);
        now.add(new Configuration(0, -1, false, false, new int[called.length], new long[(most >> 6) + 1]));
    }

    /** What came out. */
    enum Result {
        ORDERED,
        IMPOSSIBLE,
        TOO_MANY
    }

    /** The event that nothing explains; null while there is none. */
    Event broken;

    Result result;

    /**
     * Judges the operations on a key.
     *
     * @param budget how many moves may still be tried, in its only element
     */
    static Linearizer judge(KeyHistory key, long[] budget) {
        Linearizer quick = new Linearizer(key, budget, FEW);
        quick.result = quick.run();
        if (quick.result == Result.ORDERED || key.maybes.isEmpty()) {
            return quick;
        }
        Linearizer full = new Linearizer(key, budget, Integer.MAX_VALUE);
        full.result = full.run();
        return full;
    }

    private Result run() {
        for (Event event : key.events) {
            KeyOperation operation = key.operations.get(event.operation());
            if (event.answer()) {
                answer(event.operation());
            } else if (operation.optional()) {
                called[key.maybeOf[event.operation()]]++;
            } else {
                ask(event.operation());
            }
            if (budget[0] < 0 || now.size() > MOST_CONFIGURATIONS) {
                return Result.TOO_MANY;
            }
            if (now.isEmpty()) {
                broken = event;
                return Result.IMPOSSIBLE;
            }
        }
        return Result.ORDERED;
    }

    private int mostOpen() {
        int most = 0;
        int count = 0;
        for (Event event : key.events) {
            if (!key.operations.get(event.operation()).optional()) {
                count += event.answer() ? -1 : 1;
                most = Math.max(most, count);
            }
        }
        return most;
    }

    private void ask(int operation) {
        places[operation] = free.remove();
        open.add(operation);
        Set<Configuration> next = new LinkedHashSet<>();
        now.forEach(each -> next.add(reads(each, operation) ? each.with(places[operation]) : each));
        now = next;
    }

    private void answer(int operation) {
        int place = places[operation];
        unseenWrites = beam > FEW;
        Set<Configuration> next = done(place);
        if (next.isEmpty() && !unseenWrites) {
            unseenWrites = true;
            next = done(place);
        }
        now = dominant(next);
        open.remove((Integer) operation);
        places[operation] = -1;
        free.add(place);
    }

    /** All ways to do the operation at a place, and no more than that needs. */
    private Set<Configuration> done(int place) {
        Set<Configuration> next = new LinkedHashSet<>();
        Set<Configuration> seen = new HashSet<>();
        Deque<Configuration> todo = new ArrayDeque<>();
        now.forEach(each -> keep(each, place, next, seen, todo));
        while (!todo.isEmpty() && budget[0] >= 0 && (next.size() < beam || beam > FEW)) {
            for (Configuration moved : moves(todo.remove())) {
                keep(moved, place, next, seen, todo);
            }
        }
        return next;
    }

    private static void keep(
            Configuration each,
            int place,
            Set<Configuration> next,
            Set<Configuration> seen,
            Deque<Configuration> todo) {
        if (each.has(place)) {
            next.add(each.without(place));
        } else if (seen.add(each)) {
            todo.add(each);
        }
    }

    private List<Configuration> moves(Configuration from) {
        List<Configuration> moves = new ArrayList<>();
        budget[0] -= 1 + called.length;
        seenWrite(from, moves);
        for (int i = 0; i < called.length && unseenWrites && !from.idle(); i++) {
            boolean spare = beam > FEW || !key.maybes.get(i).wanted();
            if (spare && called[i] > from.used()[i] && allows(from, key.maybes.get(i))) {
                Configuration after = reading(from.after(i, false));
                moves.add(after);
            }
        }
        return moves;
    }

    /** A write that nobody saw is of use only to what reads it, or to a write that has a condition. */
    private void seenWrite(Configuration from, List<Configuration> moves) {
        if (from.slot() == key.slots.size()) {
            return;
        }
        Slot slot = key.slots.get(from.slot());
        if (from.slot() > 0 && key.slots.get(from.slot() - 1).revision() >= slot.revision()) {
            return;
        }
        KeyOperation by = slot.by();
        if (by == null) {
            for (int i = 0; i < called.length; i++) {
                Maybe maybe = key.maybes.get(i);
                if (called[i] > from.used()[i]
                        && maybe.fills(slot)
                        && (!from.idle() || maybe.conditional())
                        && allows(from, maybe)) {
                    moves.add(reading(from.after(i, true)));
                }
            }
            return;
        }
        int operation = openOf(by);
        if (operation >= 0 && (!from.idle() || by.conditional()) && allows(from, by)) {
            moves.add(reading(from.afterKnown().with(places[operation])));
        }
    }

    private int openOf(KeyOperation by) {
        for (int operation : open) {
            if (key.operations.get(operation) == by) {
                return operation;
            }
        }
        return -1;
    }

    private Configuration reading(Configuration from) {
        Configuration all = from;
        for (int operation : open) {
            if (!all.has(places[operation]) && reads(all, operation)) {
                all = all.with(places[operation]);
            }
        }
        return all;
    }

    /** Whether an operation that changes nothing may have been answered so. */
    private boolean reads(Configuration from, int number) {
        KeyOperation operation = key.operations.get(number);
        if (operation.answer() == Answer.NOT_FOUND) {
            return vacant(from, operation.answered());
        }
        if (operation.answer() == Answer.CONFLICT) {
            return refuses(from, operation);
        }
        if (operation.kind() != Kind.KV_GET || from.unseen() || from.slot() == 0 || !there(from)) {
            return false;
        }
        Slot slot = key.slots.get(from.slot() - 1);
        return slot.revision() == operation.revision()
                && (slot.value() == 0 || operation.value() == 0 || slot.value() == operation.value());
    }

    /** Clients create in two steps where the key was deleted; a second deletion meanwhile refuses them too. */
    private boolean refuses(Configuration from, KeyOperation operation) {
        if (operation.kind() == Kind.KV_CREATE && there(from)) {
            return true;
        }
        if (operation.kind() == Kind.KV_CREATE && operation.expected() < 0) {
            KeyOperation by = from.slot() > 0 ? key.slots.get(from.slot() - 1).by() : null;
            return from.last() >= 0 || by != null && by.answered() >= operation.asked();
        }
        return from.unseen() || revision(from) != operation.expected() || expired(from, operation.answered());
    }

    private boolean allows(Configuration from, KeyOperation write) {
        return (write.kind() != Kind.KV_CREATE || vacant(from, write.answered()))
                && (write.expected() < 0 || isAt(from, write.expected(), write.answered()));
    }

    private boolean allows(Configuration from, Maybe maybe) {
        return (!maybe.create() || vacant(from, Long.MAX_VALUE))
                && (maybe.expected() < 0 || isAt(from, maybe.expected(), Long.MAX_VALUE));
    }

    private boolean isAt(Configuration from, long expected, long time) {
        boolean same = from.unseen() ? expected > 0 && !key.revisions.contains(expected) : revision(from) == expected;
        return same || expected == 0 && expired(from, time);
    }

    private long revision(Configuration from) {
        return from.slot() == 0 ? 0 : key.slots.get(from.slot() - 1).revision();
    }

    private boolean there(Configuration from) {
        if (from.last() >= 0) {
            return key.maybes.get(from.last()).sets();
        }
        return from.slot() > 0 && key.slots.get(from.slot() - 1).by().sets();
    }

    private boolean vacant(Configuration from, long time) {
        return !there(from) || expired(from, time);
    }

    private boolean expired(Configuration from, long time) {
        if (!key.expires || from.last() < 0 && from.slot() == 0) {
            return false;
        }
        if (from.last() >= 0) {
            return true; // when it was written is not known either
        }
        KeyOperation by = key.slots.get(from.slot() - 1).by();
        return by.ttl() > 0 && time - by.asked() >= by.ttl();
    }

    /** Leaves out what another configuration can do too, with fewer of the writes of unknown outcome. */
    private Set<Configuration> dominant(Set<Configuration> all) {
        if (all.size() < 2) {
            return all;
        }
        List<Configuration> fewestFirst = new ArrayList<>(all);
        fewestFirst.sort(Comparator.comparingInt(Configuration::uses));
        List<Configuration> kept = new ArrayList<>();
        for (Configuration each : fewestFirst) {
            if (kept.size() >= beam) {
                break;
            }
            budget[0] -= kept.size();
            if (kept.stream().noneMatch(other -> dominates(other, each))) {
                kept.add(each);
            }
        }
        return new LinkedHashSet<>(kept);
    }

    private boolean dominates(Configuration a, Configuration b) {
        if (a.slot() != b.slot() || a.unseen() != b.unseen() || a.last() < 0 != b.last() < 0 || there(a) != there(b)) {
            return false;
        }
        for (int i = 0; i < a.used().length; i++) {
            if (a.used()[i] > b.used()[i]) {
                return false;
            }
        }
        for (int i = 0; i < a.done().length; i++) {
            if ((b.done()[i] & ~a.done()[i]) != 0) {
                return false;
            }
        }
        return true;
    }
}

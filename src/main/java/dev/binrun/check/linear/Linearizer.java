package dev.binrun.check.linear;

import dev.binrun.check.linear.KeyHistory.Event;
import dev.binrun.check.linear.KeyHistory.Maybe;
import dev.binrun.check.linear.KeyHistory.Slot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
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
public final class Linearizer {
    private static final int MOST_CONFIGURATIONS = 4_096;
    private static final int FEW = 128;

    private final KeyHistory key;
    private final Register register;
    private final Dominance dominance;
    private final long[] budget;
    private final int beam;
    private boolean unseenWrites;
    private final int[] called;
    private int answers;
    private final int[] places;
    private final List<Integer> open = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private Set<SearchState> now = new LinkedHashSet<>();

    /**
     * @param budget how many moves may still be tried, in its only element
     * @param beam how many configurations are kept; with fewer than all an order that is found is one, but that there is none is
     *     not proved
     */
    private Linearizer(KeyHistory key, long[] budget, int beam) {
        this.key = key;
        this.register = new Register(key);
        this.dominance = new Dominance(register, budget);
        this.beam = beam;
        this.budget = budget;
        this.called = new int[key.maybes.size()];
        this.answers = (int) key.events.stream().filter(Event::answer).count();
        this.places = new int[key.operations.size()];
        int most = mostOpen();
        for (int i = 0; i < most; i++) {
            free.add(i);
        }
        Arrays.fill(places, -1);
        now.add(new SearchState(0, -1, 0L, false, GroupCounts.NONE, new long[(most >> 6) + 1]));
    }

    /** What came out. */
    public enum Result {
        ORDERED,
        IMPOSSIBLE,
        TOO_MANY
    }

    /** The event that nothing explains; null while there is none. */
    public Event broken;

    public Result result;

    /**
     * Judges the operations on a key.
     *
     * @param budget how many moves may still be tried, in its only element
     */
    public static Linearizer judge(KeyHistory key, long[] budget) {
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
        Set<SearchState> next = new LinkedHashSet<>();
        now.forEach(each -> next.add(register.reads(each, operation) ? each.with(places[operation]) : each));
        now = next;
    }

    private void answer(int operation) {
        int place = places[operation];
        unseenWrites = beam > FEW;
        Set<SearchState> next = done(place);
        if (next.isEmpty() && !unseenWrites) {
            unseenWrites = true;
            next = done(place);
        }
        now = dominance.best(next, beam);
        answers--;
        open.remove((Integer) operation);
        places[operation] = -1;
        free.add(place);
    }

    /** All ways to do the operation at a place, and no more than that needs. */
    private Set<SearchState> done(int place) {
        Set<SearchState> next = new LinkedHashSet<>();
        Set<SearchState> seen = new HashSet<>();
        Deque<SearchState> todo = new ArrayDeque<>();
        now.forEach(each -> keep(each, place, next, seen, todo));
        while (!todo.isEmpty() && budget[0] >= 0 && (next.size() < beam || beam > FEW)) {
            for (SearchState moved : moves(todo.remove())) {
                keep(moved, place, next, seen, todo);
            }
        }
        return next;
    }

    private static void keep(
            SearchState each, int place, Set<SearchState> next, Set<SearchState> seen, Deque<SearchState> todo) {
        if (each.has(place)) {
            next.add(each.without(place));
        } else if (seen.add(each)) {
            todo.add(each);
        }
    }

    private List<SearchState> moves(SearchState from) {
        List<SearchState> moves = new ArrayList<>();
        int[] unknowns = register.unseen(from) ? key.unknowns.atUnseen() : key.unknowns.at(from.least());
        budget[0] -= 1 + unknowns.length;
        seenWrite(from, unknowns, moves);
        if (unseenWrites) {
            unseenWrite(from, unknowns, moves);
        }
        return moves;
    }

    /** Each revision that an operation tells is still to come, so that a write that no operation saw takes one before the next. */
    private void unseenWrite(SearchState from, int[] unknowns, List<SearchState> moves) {
        long next = from.slot() == key.slots.size()
                ? Long.MAX_VALUE
                : key.slots.get(from.slot()).revision();
        for (int i : unknowns) {
            Maybe maybe = key.maybes.get(i);
            boolean spare = !key.unknowns.reserved(i)
                    && !key.unknowns.replaceable(i, called, from.used(), answers)
                    && (beam > FEW || !maybe.wanted());
            boolean ofUse = !from.idle() || maybe.conditional();
            long least = Math.max(from.least(), maybe.expected()) + 1;
            if (spare && ofUse && least < next && called[i] > from.used().of(i) && register.allows(from, maybe)) {
                moves.add(reading(usableOnly(from.afterUnseen(i, least))));
            }
        }
    }

    private SearchState usableOnly(SearchState after) {
        return after.retaining(group -> key.unknowns.usable(group, after.least()));
    }

    /**
     * A write that nobody saw is of use only to what reads it, or to a write that has a condition; and it took a revision, of which there
     * must be one left.
     */
    private void seenWrite(SearchState from, int[] unknowns, List<SearchState> moves) {
        if (from.slot() == key.slots.size()) {
            return;
        }
        Slot slot = key.slots.get(from.slot());
        if (slot.revision() <= from.least()) {
            return;
        }
        KeyOperation by = slot.by();
        if (by == null) {
            for (int i : unknowns) {
                Maybe maybe = key.maybes.get(i);
                boolean spare = slot.value() == 0
                        ? !key.unknowns.reserved(i) && !key.unknowns.replaceable(i, called, from.used(), answers)
                        : !key.unknowns.reserved(i) || maybe.value() == slot.value();
                if (spare
                        && called[i] > from.used().of(i)
                        && maybe.fills(slot)
                        && maybe.expected() < slot.revision()
                        && (!from.idle() || maybe.conditional())
                        && register.allows(from, maybe)) {
                    moves.add(reading(usableOnly(from.afterSeen(i, slot.revision()))));
                }
            }
            return;
        }
        int operation = openOf(by);
        if (operation >= 0 && (!from.idle() || by.conditional()) && register.allows(from, by)) {
            moves.add(reading(usableOnly(from.afterKnown(slot.revision()).with(places[operation]))));
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

    private SearchState reading(SearchState from) {
        SearchState all = from;
        for (int operation : open) {
            if (!all.has(places[operation]) && register.reads(all, operation)) {
                all = all.with(places[operation]);
            }
        }
        return all;
    }
}

package dev.binrun.check.linear;

import dev.binrun.check.linear.KeyHistory.Event;
import dev.binrun.check.linear.KeyHistory.SeenWrite;
import dev.binrun.check.linear.KeyHistory.WriteGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Searches for an order of the operations on one key in which each takes effect between its invocation and its
 * completion. The search is "just in time" (G. Lowe, "Testing for linearizability", 2017): an operation is done when
 * its completion requires it, and a read as soon as it can be. The search keeps all states that the key may be in. The
 * first completion without such a state is where the history breaks.
 */
public final class Linearizer {
    private static final int MOST_STATES = 4_096;

    /** The number of states that the first, quick search keeps. */
    private static final int FEW = 128;

    private final KeyHistory key;
    private final Register register;
    private final Dominance dominance;
    private final long[] budget;
    private final int beam;
    private boolean triesUnseen;

    /** The number of writes of each group that were invoked so far. */
    private final int[] invoked;

    /** The number of completions that are not explained yet. */
    private int completions;

    /** The place of each open operation in {@link SearchState#done}; otherwise -1. */
    private final int[] places;

    private final List<Integer> open = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private Set<SearchState> states = new LinkedHashSet<>();

    /** The result of a search; TOO_MANY if the budget was too small. */
    public enum Result {
        ORDERED,
        IMPOSSIBLE,
        TOO_MANY
    }

    /**
     * @param budget the number of moves that may still be tried, in its only element
     * @param beam the greatest number of states to keep; with less than all, a search can find an order but cannot
     *     exclude one
     */
    private Linearizer(KeyHistory key, long[] budget, int beam) {
        this.key = key;
        this.register = new Register(key);
        this.dominance = new Dominance(register, budget);
        this.beam = beam;
        this.budget = budget;
        this.invoked = new int[key.groups.size()];
        this.completions = (int) key.events.stream().filter(Event::isCompletion).count();
        this.places = new int[key.operations.size()];
        int most = mostOpen();
        for (int i = 0; i < most; i++) {
            free.add(i);
        }
        Arrays.fill(places, -1);
        states.add(new SearchState(0, -1, 0L, false, GroupCounts.NONE, new long[(most >> 6) + 1]));
    }

    /**
     * Searches for an order of the operations on a key.
     *
     * @param budget the number of moves that may still be tried, in its only element
     */
    public static SearchResult judge(KeyHistory key, long[] budget) {
        SearchResult quick = new Linearizer(key, budget, FEW).run();
        return quick.isOrdered() || key.groups.isEmpty() ? quick : new Linearizer(key, budget, Integer.MAX_VALUE).run();
    }

    private SearchResult run() {
        for (Event event : key.events) {
            KeyOperation operation = key.operations.get(event.operation());
            if (event.isCompletion()) {
                complete(event.operation());
            } else if (operation.isOptional()) {
                invoked[key.groupOf[event.operation()]]++;
            } else {
                invoke(event.operation());
            }
            if (budget[0] < 0 || states.size() > MOST_STATES) {
                return new SearchResult(Result.TOO_MANY, 0);
            }
            if (states.isEmpty()) {
                return new SearchResult(Result.IMPOSSIBLE, event.time());
            }
        }
        return new SearchResult(Result.ORDERED, 0);
    }

    private int mostOpen() {
        int most = 0;
        int count = 0;
        for (Event event : key.events) {
            if (!key.operations.get(event.operation()).isOptional()) {
                count += event.isCompletion() ? -1 : 1;
                most = Math.max(most, count);
            }
        }
        return most;
    }

    private void invoke(int operation) {
        int place = free.remove();
        places[operation] = place;
        open.add(operation);
        Set<SearchState> next = new LinkedHashSet<>();
        states.forEach(state -> next.add(register.reads(state, operation) ? state.with(place) : state));
        states = next;
    }

    private void complete(int operation) {
        int place = places[operation];
        triesUnseen = beam > FEW;
        Set<SearchState> next = statesAfter(place);
        if (next.isEmpty() && !triesUnseen) {
            triesUnseen = true;
            next = statesAfter(place);
        }
        states = dominance.best(next, beam);
        completions--;
        open.remove((Integer) operation);
        places[operation] = -1;
        free.add(place);
    }

    /** Returns the states in which the operation at a place is done, after only those moves that it needs. */
    private Set<SearchState> statesAfter(int place) {
        Set<SearchState> done = new LinkedHashSet<>();
        Set<SearchState> known = new HashSet<>();
        Deque<SearchState> todo = new ArrayDeque<>();
        Collection<SearchState> reached = states;
        while (true) {
            for (SearchState state : reached) {
                if (state.has(place)) {
                    done.add(state.without(place));
                } else if (known.add(state)) {
                    todo.add(state);
                }
            }
            if (todo.isEmpty() || budget[0] < 0 || done.size() >= beam && beam <= FEW) {
                return done;
            }
            reached = moves(todo.remove());
        }
    }

    private List<SearchState> moves(SearchState from) {
        List<SearchState> moves = new ArrayList<>();
        int[] groups = register.unseen(from) ? key.unknowns.atUnseen() : key.unknowns.at(from.least());
        budget[0] -= 1 + groups.length;
        addSeenWrite(from, groups, moves);
        if (triesUnseen) {
            addUnseenWrites(from, groups, moves);
        }
        return moves;
    }

    /** A write that no operation shows must have a revision below the next one that an operation shows. */
    private void addUnseenWrites(SearchState from, int[] groups, List<SearchState> moves) {
        long next = from.seen() == key.seenWrites.size()
                ? Long.MAX_VALUE
                : key.seenWrites.get(from.seen()).revision();
        for (int i : groups) {
            WriteGroup group = key.groups.get(i);
            long least = Math.max(from.least(), group.expected()) + 1;
            if (isSpare(i, from) && (beam > FEW || !group.wanted()) && least < next && canDo(i, from)) {
                moves.add(withReads(usableOnly(from.afterUnseen(i, least))));
            }
        }
    }

    private void addSeenWrite(SearchState from, int[] groups, List<SearchState> moves) {
        if (from.seen() == key.seenWrites.size()) {
            return;
        }
        SeenWrite seen = key.seenWrites.get(from.seen());
        if (seen.revision() <= from.least()) {
            return;
        }
        KeyOperation write = seen.operation();
        if (write == null) {
            addUnknownWrites(from, seen, groups, moves);
            return;
        }
        int operation = openOf(write);
        if (operation >= 0 && (!from.idle() || write.isConditional()) && register.allows(from, write)) {
            moves.add(withReads(usableOnly(from.afterKnown(seen.revision()).with(places[operation]))));
        }
    }

    /** Tries each group of writes of unknown outcome as the one that wrote a revision. */
    private void addUnknownWrites(SearchState from, SeenWrite seen, int[] groups, List<SearchState> moves) {
        for (int i : groups) {
            WriteGroup group = key.groups.get(i);
            boolean isSpare =
                    seen.value() == 0 ? isSpare(i, from) : !key.unknowns.isReserved(i) || group.value() == seen.value();
            if (isSpare && group.fills(seen) && group.expected() < seen.revision() && canDo(i, from)) {
                moves.add(withReads(usableOnly(from.afterSeen(i, seen.revision()))));
            }
        }
    }

    private boolean isSpare(int group, SearchState from) {
        return !key.unknowns.isReserved(group) && !key.unknowns.isReplaceable(group, invoked, from.used(), completions);
    }

    /** A write after one that explained nothing is of use only if it has a condition. */
    private boolean canDo(int number, SearchState from) {
        WriteGroup group = key.groups.get(number);
        return invoked[number] > from.used().of(number)
                && (!from.idle() || group.isConditional())
                && register.allows(from, group);
    }

    private SearchState usableOnly(SearchState after) {
        return after.retaining(group -> key.unknowns.isUsable(group, after.least()));
    }

    private int openOf(KeyOperation write) {
        for (int operation : open) {
            if (key.operations.get(operation) == write) {
                return operation;
            }
        }
        return -1;
    }

    /** Returns the state after all open operations that only read and can be done. */
    private SearchState withReads(SearchState from) {
        SearchState all = from;
        for (int operation : open) {
            if (!all.has(places[operation]) && register.reads(all, operation)) {
                all = all.with(places[operation]);
            }
        }
        return all;
    }
}

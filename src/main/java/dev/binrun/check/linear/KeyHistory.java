package dev.binrun.check.linear;

import dev.binrun.history.Completion;
import dev.binrun.history.OperationKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The operations on one key, prepared: the writes whose revisions are known stand in the order of these, for no other is possible; and
 * writes whose outcome is unknown are counted by what they would do, for those that would do the same are the same.
 */
public final class KeyHistory {
    /**
     * A write that somebody saw.
     *
     * @param by the operation; null if it must be one of unknown outcome
     * @param value 0 if not known
     * @param there whether it is known to have set a value
     */
    record Slot(long revision, KeyOperation by, long value, boolean there) {}

    /**
     * Writes of unknown outcome that would do the same.
     *
     * @param value 0 if not known, or if nobody saw it, so that it does not matter
     * @param wanted whether somebody may have seen it
     */
    record Maybe(boolean sets, boolean create, long expected, long value, boolean wanted) {
        /** A write that expects a revision below the key's least is too late: revisions only rise. */
        boolean isTooLate(long least) {
            return expected >= 0 && expected < least;
        }

        boolean conditional() {
            return create || expected >= 0;
        }

        boolean fills(Slot slot) {
            boolean same = slot.value == 0 || wanted && (value == 0 || value == slot.value);
            return same && (sets || !slot.there);
        }
    }

    /** An operation is asked, or answered. */
    public record Event(long time, boolean answer, int operation) {}

    final List<KeyOperation> operations;
    final List<Slot> slots = new ArrayList<>();
    final List<Maybe> maybes = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final int[] maybeOf;
    final UnknownWrites unknowns;
    final Set<Long> revisions = new HashSet<>();
    final boolean expires;
    final long depth;

    public KeyHistory(List<KeyOperation> all) {
        this(all, 1);
    }

    /** @param depth how many entries of a key the bucket keeps; 0 or less is no limit */
    public KeyHistory(List<KeyOperation> all, long depth) {
        this.depth = depth > 0 ? depth : Long.MAX_VALUE;
        operations = all.stream().filter(KeyOperation::counts).toList();
        expires = operations.stream().anyMatch(operation -> operation.ttl() > 0);
        maybeOf = new int[operations.size()];
        findSlots();
        groupMaybes();
        unknowns = new UnknownWrites(this);
        for (int i = 0; i < operations.size(); i++) {
            events.add(new Event(operations.get(i).asked(), false, i));
            if (!operations.get(i).optional()) {
                events.add(new Event(operations.get(i).answered(), true, i));
            }
        }
        events.sort(Comparator.comparingLong(Event::time).thenComparing(Event::answer));
    }

    private void findSlots() {
        TreeMap<Long, Slot> seen = new TreeMap<>();
        List<Slot> twice = new ArrayList<>();
        for (KeyOperation operation : operations) {
            if (operation.write()) {
                Slot slot = new Slot(operation.revision(), operation, operation.value(), operation.sets());
                if (seen.putIfAbsent(operation.revision(), slot) != null) {
                    twice.add(slot);
                }
            }
        }
        for (KeyOperation operation : operations) {
            if (operation.kind() == OperationKind.KV_GET && operation.answer() == Completion.OK) {
                seen.putIfAbsent(operation.revision(), new Slot(operation.revision(), null, operation.value(), true));
            }
        }
        for (KeyOperation operation : operations) {
            if (operation.write() && operation.expected() > 0 && !expires) {
                seen.putIfAbsent(operation.expected(), new Slot(operation.expected(), null, 0, false));
            }
        }
        revisions.addAll(seen.keySet());
        slots.addAll(seen.values());
        slots.addAll(twice);
        slots.sort(Comparator.comparingLong(Slot::revision));
    }

    /** Only where somebody saw a value does it matter which write it was. */
    private void groupMaybes() {
        Set<Long> wanted = new HashSet<>();
        for (Slot slot : slots) {
            if (slot.by == null && slot.value != 0) {
                wanted.add(slot.value);
            }
        }
        Map<Maybe, Integer> numbers = new HashMap<>();
        for (int i = 0; i < maybeOf.length; i++) {
            KeyOperation operation = operations.get(i);
            if (operation.optional()) {
                long value = operation.value();
                boolean fits = operation.sets() && (wanted.contains(value) || value == 0 && !wanted.isEmpty());
                Maybe maybe = new Maybe(
                        operation.sets(),
                        operation.kind() == OperationKind.KV_CREATE,
                        operation.expected(),
                        fits ? value : 0,
                        fits);
                maybeOf[i] = numbers.computeIfAbsent(maybe, this::add);
            }
        }
    }

    private int add(Maybe maybe) {
        maybes.add(maybe);
        return maybes.size() - 1;
    }
}

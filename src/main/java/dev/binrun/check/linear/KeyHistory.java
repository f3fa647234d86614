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
 * The operations on one key, prepared for a search. The writes whose revisions are known must take effect in the order
 * of their revisions. The writes of unknown outcome form groups with the same effect, because any of a group can stand
 * for another.
 */
public final class KeyHistory {
    /**
     * A write whose revision an operation shows.
     *
     * @param operation the write; null if it must be one of unknown outcome
     * @param value the fingerprint of the value; 0 if unknown
     * @param setsValue whether it certainly set a value
     */
    record SeenWrite(long revision, KeyOperation operation, long value, boolean setsValue) {}

    /**
     * Writes of unknown outcome with the same effect.
     *
     * @param value the fingerprint of the value; 0 if it is unknown, or if no operation read it
     * @param wanted whether an operation may have read its value
     */
    record WriteGroup(boolean sets, boolean create, long expected, long value, boolean wanted) {
        /**
         * Revisions only rise, so that a write fails if it expects a revision below the least that the key can have.
         */
        boolean isTooLate(long least) {
            return expected >= 0 && expected < least;
        }

        boolean isConditional() {
            return create || expected >= 0;
        }

        boolean fills(SeenWrite seen) {
            boolean sameValue = seen.value == 0 || wanted && (value == 0 || value == seen.value);
            return sameValue && (sets || !seen.setsValue);
        }
    }

    /** The invocation or the completion of an operation, which is given by its index. */
    record Event(long time, boolean isCompletion, int operation) {}

    final List<KeyOperation> operations;
    final List<SeenWrite> seenWrites = new ArrayList<>();
    final List<WriteGroup> groups = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final int[] groupOf;
    final UnknownWrites unknowns;
    final Set<Long> revisions = new HashSet<>();
    final boolean expires;
    final long depth;

    /** Prepares operations on a key of a bucket that keeps one entry of each key. */
    public KeyHistory(List<KeyOperation> all) {
        this(all, 1);
    }

    /** @param depth the number of entries that the bucket keeps of each key; 0 or less for no limit */
    public KeyHistory(List<KeyOperation> all, long depth) {
        this.depth = depth > 0 ? depth : Long.MAX_VALUE;
        operations = all.stream().filter(KeyOperation::isRelevant).toList();
        expires = operations.stream().anyMatch(operation -> operation.ttl() > 0);
        groupOf = new int[operations.size()];
        findSeenWrites();
        groupUnknownWrites();
        unknowns = new UnknownWrites(this);
        for (int i = 0; i < operations.size(); i++) {
            events.add(new Event(operations.get(i).invokedAt(), false, i));
            if (!operations.get(i).isOptional()) {
                events.add(new Event(operations.get(i).completedAt(), true, i));
            }
        }
        events.sort(Comparator.comparingLong(Event::time).thenComparing(Event::isCompletion));
    }

    private void findSeenWrites() {
        TreeMap<Long, SeenWrite> byRevision = new TreeMap<>();
        List<SeenWrite> twice = new ArrayList<>();
        for (KeyOperation operation : operations) {
            if (operation.isWrite()) {
                SeenWrite seen = new SeenWrite(operation.revision(), operation, operation.value(), operation.sets());
                if (byRevision.putIfAbsent(operation.revision(), seen) != null) {
                    twice.add(seen);
                }
            }
        }
        for (KeyOperation operation : operations) {
            if (operation.kind() == OperationKind.KV_GET && operation.completion() == Completion.OK) {
                byRevision.putIfAbsent(
                        operation.revision(), new SeenWrite(operation.revision(), null, operation.value(), true));
            }
        }
        for (KeyOperation operation : operations) {
            if (operation.isWrite() && operation.expected() > 0 && !expires) {
                byRevision.putIfAbsent(operation.expected(), new SeenWrite(operation.expected(), null, 0, false));
            }
        }
        revisions.addAll(byRevision.keySet());
        seenWrites.addAll(byRevision.values());
        seenWrites.addAll(twice);
        seenWrites.sort(Comparator.comparingLong(SeenWrite::revision));
    }

    /** The value of a write matters only if an operation read it. */
    private void groupUnknownWrites() {
        Set<Long> wanted = new HashSet<>();
        for (SeenWrite seen : seenWrites) {
            if (seen.operation == null && seen.value != 0) {
                wanted.add(seen.value);
            }
        }
        Map<WriteGroup, Integer> numbers = new HashMap<>();
        for (int i = 0; i < groupOf.length; i++) {
            KeyOperation operation = operations.get(i);
            if (operation.isOptional()) {
                long value = operation.value();
                boolean fits = operation.sets() && (wanted.contains(value) || value == 0 && !wanted.isEmpty());
                WriteGroup group = new WriteGroup(
                        operation.sets(),
                        operation.kind() == OperationKind.KV_CREATE,
                        operation.expected(),
                        fits ? value : 0,
                        fits);
                groupOf[i] = numbers.computeIfAbsent(group, this::add);
            }
        }
    }

    private int add(WriteGroup group) {
        groups.add(group);
        return groups.size() - 1;
    }
}

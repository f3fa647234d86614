package dev.binrun.check;

import dev.binrun.check.linear.KeyHistory;
import dev.binrun.check.linear.KeyOperation;
import dev.binrun.check.linear.Linearizer;
import dev.binrun.check.linear.MoveBudget;
import dev.binrun.check.linear.SearchResult;
import dev.binrun.check.linear.Shrinking;
import dev.binrun.form.Arg;
import dev.binrun.form.Count;
import dev.binrun.history.Completion;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The history of each key of a bucket is linearizable: the key behaves like a register with revisions. The final state
 * counts as one more read. A write of unknown outcome may have been done or not.
 */
public record KvLinearizable(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket) implements Check {

    @Override
    public Judgement judge(History history, FinalState end) {
        return new BucketJudging(history, end).judge();
    }

    private final class BucketJudging {
        private final History history;
        private final int stream;
        private final String prefix = "$KV." + bucket + ".";
        private final Subjects keySubjects;
        private final BucketEnd end;
        private final EntryLife life;
        private final EntryRemovals removals;
        private final UnrecordedWriters writers;
        private final long depth;
        private final TreeMap<Integer, List<Operation>> byKey;
        private final MoveBudget moves = new MoveBudget();
        private final List<String> unknown = new ArrayList<>();

        BucketJudging(History history, FinalState state) {
            String name = "KV_" + bucket;
            this.history = history;
            this.stream = history.names().find(name);
            this.keySubjects = new Subjects(history.names(), List.of(prefix + ">"));
            this.end = BucketEnd.of(name, state);
            LimitHistory limits = new LimitHistory(history, name, end.limits());
            this.life = new EntryLife(history, name, limits);
            this.removals = new EntryRemovals(history, stream, keySubjects);
            this.writers = new UnrecordedWriters(history, stream, keySubjects, end.limits());
            this.depth = limits.all().stream()
                    .mapToLong(term -> term.limits().maxMsgsPerSubject())
                    .max()
                    .orElseThrow();
            this.byKey = history.operations(this::isOnKey)
                    .collect(Collectors.groupingBy(Operation::subject, TreeMap::new, Collectors.toList()));
        }

        private boolean isOnKey(Operation operation) {
            return operation.kind() == OperationKind.PUBLISH
                    ? keySubjects.contain(operation.subject())
                            && (operation.stream() == stream || operation.stream() == 0)
                    : operation.kind().ofBucket() && operation.stream() == stream;
        }

        Judgement judge() {
            boolean answered =
                    byKey.values().stream().flatMap(Collection::stream).anyMatch(this::isAnswered);
            if (!answered) {
                return new Judgement.Unknown("no operation on a key of bucket " + bucket + " was answered");
            }
            long operations = byKey.values().stream().mapToLong(List::size).sum();
            return judgeKeys()
                    .orElse(new Judgement.Held(
                            Evidence.count(operations, "operation") + " on " + Evidence.count(byKey.size(), "key")));
        }

        private boolean isAnswered(Operation operation) {
            return switch (operation.completion()) {
                case NOT_FOUND, OK, CONFLICT -> true;
                default -> false;
            };
        }

        /**
         * Returns a violation, else the first reason why the result is unknown. Each round searches longer for
         * undecided keys.
         */
        private Optional<Judgement> judgeKeys() {
            List<Integer> undecided = new ArrayList<>(byKey.keySet());
            undecided.removeIf(this::isRemoved);
            for (int round = 0; round < MoveBudget.ROUNDS; round++) {
                List<Integer> open = undecided;
                undecided = new ArrayList<>();
                for (int key : open) {
                    List<KeyOperation> operations = operations(key);
                    switch (result(operations, round)) {
                        case TOO_MANY -> undecided.add(key);
                        case IMPOSSIBLE -> {
                            Optional<Judgement> violated = judgeImpossible(key, operations);
                            if (violated.isPresent()) {
                                return violated;
                            }
                        }
                        case ORDERED -> {}
                    }
                }
            }
            if (!undecided.isEmpty()) {
                unknown.add(tooMany(undecided));
            }
            end.unreadable().ifPresent(unknown::add);
            return unknown.stream().findFirst().map(Judgement.Unknown::new);
        }

        /**
         * First assumes that rejected writes had no effect, which leaves few orders. Only if none of these explains the
         * responses, another server that led at the same time may have performed the writes.
         */
        private Linearizer.Result result(List<KeyOperation> operations, int round) {
            List<KeyOperation> notRejected = operations.stream()
                    .filter(operation -> !operation.isRejected())
                    .toList();
            boolean ordered = notRejected.size() < operations.size()
                    && moves.judge(new KeyHistory(notRejected, depth), round).isOrdered();
            return ordered
                    ? Linearizer.Result.ORDERED
                    : moves.judge(new KeyHistory(operations, depth), round).result();
        }

        private boolean isRemoved(int key) {
            Optional<Operation> removal = removals.of(key);
            removal.ifPresent(request -> unknown.add("entries of bucket " + bucket + " were removed from its stream by "
                    + Evidence.invocation(request) + ", which is not an operation on a key"));
            return removal.isPresent();
        }

        private List<KeyOperation> operations(int key) {
            List<KeyOperation> operations = new ArrayList<>();
            byKey.get(key).forEach(operation -> operations.add(KeyOperation.of(operation, life.of(operation))));
            end.read(key, operations).ifPresent(operations::add);
            return operations;
        }

        private String tooMany(List<Integer> keys) {
            String shown = keys.stream()
                    .limit(Evidence.LINES)
                    .map(key -> name(key) + " (" + unknownWrites(byKey.get(key)) + ")")
                    .collect(Collectors.joining(", "));
            int more = keys.size() - Evidence.LINES;
            return "too many unknown outcomes on " + Evidence.count(keys.size(), "key") + " to try all orders: " + shown
                    + (more > 0 ? " … and " + Evidence.number(more) + " more" : "")
                    + "; set longer timeouts, write a different value each time, read after each write,"
                    + " or spread the writes over more keys";
        }

        private String unknownWrites(List<Operation> operations) {
            List<Operation> writes = operations.stream()
                    .filter(operation -> operation.kind() != OperationKind.KV_GET && operation.isUnknown())
                    .toList();
            return Evidence.number(writes.size()) + " of " + Evidence.count(operations.size(), "outcome")
                    + (writes.isEmpty()
                            ? ""
                            : ", from " + Evidence.time(writes.get(0).invokedAt()) + " to "
                                    + Evidence.time(
                                            writes.get(writes.size() - 1).invokedAt()));
        }

        private String name(int key) {
            return history.names().name(key).substring(prefix.length());
        }

        /** No order explains the recorded operations, but there may be others, or entries may have left. */
        private Optional<Judgement> judgeImpossible(int key, List<KeyOperation> operations) {
            Optional<String> incomplete = writers.of(operations);
            Optional<String> doubt = incomplete.or(end::unreadable);
            List<KeyOperation> all = incomplete.isPresent() ? UnrecordedWriters.among(operations) : operations;
            if (end.unreadable().isPresent()) {
                all = all.stream().map(KeyOperation::expiring).toList();
            }
            SearchResult search = moves.last(new KeyHistory(all, depth));
            if (doubt.isPresent() && (!search.isImpossible() || isReplacedBucket(all))) {
                unknown.add("no order explains the operations on key " + name(key) + " of bucket " + bucket + ", but "
                        + doubt.get());
                return Optional.empty();
            }
            return Optional.of(evidence(key, operations, shortest(all)));
        }

        /** Prefers a contradiction between responses that clients received to one with the final state. */
        private List<KeyOperation> shortest(List<KeyOperation> operations) {
            List<KeyOperation> ofClients = operations.stream()
                    .filter(operation -> operation.isOptional() || operation.isOfClient())
                    .toList();
            for (List<KeyOperation> candidates : List.of(ofClients, operations)) {
                SearchResult search = Linearizer.judge(new KeyHistory(candidates, depth), new long[] {MoveBudget.LAST});
                if (search.isImpossible()) {
                    return Shrinking.of(candidates, search.brokenAt(), depth);
                }
            }
            return operations;
        }

        /** If the writes alone contradict each other, an unrecorded request replaced the bucket by a new one. */
        private boolean isReplacedBucket(List<KeyOperation> operations) {
            List<KeyOperation> writes = operations.stream()
                    .filter(operation -> operation.kind() != OperationKind.KV_GET)
                    .toList();
            return !moves.last(new KeyHistory(writes, depth)).isOrdered();
        }

        /** Shows the end of a long contradiction. */
        private Judgement evidence(int key, List<KeyOperation> operations, List<KeyOperation> core) {
            Evidence evidence = new Evidence();
            int omitted = Math.max(0, core.size() - Evidence.LINES);
            core.subList(omitted, core.size()).forEach(operation -> evidence.add(() -> line(operation)));
            evidence.omit(omitted);
            long others = operations.stream().filter(KeyOperation::isOfClient).count()
                    - core.stream().filter(KeyOperation::isOfClient).count();
            String sentence = "key " + name(key) + " of bucket " + bucket + " is not linearizable: "
                    + Count.form(core.size(), "nothing explains this answer", "no order explains these answers")
                    + (others > 0 ? ", whatever the other " + Evidence.count(others, "operation") + " did" : "");
            return evidence.violated(
                    sentence,
                    core.stream()
                            .flatMap(operation -> operation.source().stream())
                            .toList());
        }

        private String line(KeyOperation operation) {
            String value = operation.value() != 0 ? String.format(" %08x", operation.value() >>> 32) : "";
            String revision = operation.completion() == Completion.OK ? ", revision " + operation.revision() : "";
            if (operation.source().isEmpty()) {
                return operation.completion() == Completion.OK
                        ? "at the end there is" + value + revision
                        : "at the end there is " + (end.isGone() ? "no bucket " + bucket : "nothing");
            }
            return Evidence.time(operation.invokedAt()) + " to " + Evidence.time(operation.completedAt()) + " "
                    + operation.source().get().clientName() + ": " + operation.kind() + value
                    + (operation.expected() >= 0 ? " expecting revision " + operation.expected() : "") + ": "
                    + operation.completion() + revision;
        }
    }
}

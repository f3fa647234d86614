package dev.binrun.check;

import dev.binrun.check.linear.KeyHistory;
import dev.binrun.check.linear.KeyOperation;
import dev.binrun.check.linear.Linearizer;
import dev.binrun.check.linear.Linearizer.Result;
import dev.binrun.check.linear.MoveBudget;
import dev.binrun.check.linear.Shrinking;
import dev.binrun.form.Arg;
import dev.binrun.history.Completion;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The history of each key is linearizable, and what is left of it at the end: a register with revisions; an unknown outcome is taken
 * as either.
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
        private final Subjects subjects;
        private final BucketEnd end;
        private final EntryLife life;
        private final EntryRemovals removals;
        private final UnrecordedWriters others;
        private final long depth;
        private final MoveBudget moves = new MoveBudget();
        private final List<String> unknown = new ArrayList<>();

        BucketJudging(History history, FinalState state) {
            this.history = history;
            this.stream = history.names().find("KV_" + bucket);
            this.subjects = new Subjects(history.names(), List.of(prefix + ">"));
            this.end = BucketEnd.of("KV_" + bucket, state);
            LimitHistory limits = new LimitHistory(history, "KV_" + bucket, end.limits());
            this.life = new EntryLife(history, stream, limits);
            this.removals = new EntryRemovals(history, stream, subjects);
            this.others = new UnrecordedWriters(history, stream, subjects, end.limits());
            this.depth = limits.all().stream()
                    .mapToLong(term -> term.limits().maxMsgsPerSubject())
                    .max()
                    .orElseThrow();
        }

        Judgement judge() {
            int[] counts = new int[history.names().size()];
            long operations = 0;
            boolean answered = false;
            for (int row = 0; row < history.size(); row++) {
                if (ofKey(row)) {
                    counts[history.subject(row)]++;
                    operations++;
                    answered |= history.answer(row) == Completion.NOT_FOUND
                            || history.answer(row) == Completion.OK
                            || history.answer(row) == Completion.CONFLICT;
                }
            }
            if (!answered) {
                return new Judgement.Unknown("no operation on a key of bucket " + bucket + " was answered");
            }
            int[][] rows = rows(counts);
            List<Integer> keys = new ArrayList<>();
            for (int key = 0; key < rows.length; key++) {
                if (rows[key] != null) {
                    keys.add(key);
                }
            }
            return judge(rows, keys)
                    .orElse(new Judgement.Held(
                            Evidence.count(operations, "operation") + " on " + Evidence.count(keys.size(), "key")));
        }

        private boolean ofKey(int row) {
            OperationKind kind = history.kind(row);
            return kind != null
                    && (kind == OperationKind.PUBLISH
                            ? subjects.take(history.subject(row))
                                    && (history.stream(row) == stream || history.stream(row) == 0)
                            : kind.ofBucket() && history.stream(row) == stream);
        }

        private int[][] rows(int[] counts) {
            int[][] rows = new int[counts.length][];
            for (int row = 0; row < history.size(); row++) {
                if (ofKey(row)) {
                    int key = history.subject(row);
                    if (rows[key] == null) {
                        rows[key] = new int[counts[key]];
                        counts[key] = 0;
                    }
                    if (counts[key] < rows[key].length) {
                        rows[key][counts[key]++] = row;
                    }
                }
            }
            return rows;
        }

        /** What keeps the check from holding: a violation, else the first thing that is not known; the hard keys are tried last. */
        private Optional<Judgement> judge(int[][] rows, List<Integer> keys) {
            List<Integer> open = new ArrayList<>(keys);
            open.removeIf(this::isRemoved);
            for (int round = 0; round < MoveBudget.ROUNDS && !open.isEmpty(); round++) {
                List<Integer> undecided = new ArrayList<>();
                for (int key : open) {
                    List<KeyOperation> operations = operations(key, rows[key]);
                    Result result = result(operations, round);
                    if (result == Result.TOO_MANY) {
                        undecided.add(key);
                    } else if (result == Result.IMPOSSIBLE) {
                        Optional<Judgement> violated = impossible(key, operations);
                        if (violated.isPresent()) {
                            return violated;
                        }
                    }
                }
                open = undecided;
            }
            if (!open.isEmpty()) {
                unknown.add(tooMany(open, rows));
            }
            end.unreadable().ifPresent(unknown::add);
            return unknown.stream().findFirst().map(Judgement.Unknown::new);
        }

        /**
         * A rejected write is taken as not done first, which leaves few orders. Only if none of them explains the answers, another
         * server, which led at the same time, may have done it.
         */
        private Result result(List<KeyOperation> operations, int round) {
            List<KeyOperation> notRejected = operations.stream()
                    .filter(operation -> !operation.rejected())
                    .toList();
            boolean ordered = notRejected.size() < operations.size()
                    && moves.judge(new KeyHistory(notRejected, depth), round).result == Result.ORDERED;
            return ordered ? Result.ORDERED : moves.judge(new KeyHistory(operations, depth), round).result;
        }

        private boolean isRemoved(int key) {
            Optional<Integer> removal = removals.of(key);
            removal.ifPresent(row -> unknown.add("entries of bucket " + bucket + " were removed from its stream by "
                    + Evidence.client(history, row) + " at " + Evidence.time(history.asked(row))
                    + ", which is no operation on a key"));
            return removal.isPresent();
        }

        private List<KeyOperation> operations(int key, int[] rows) {
            List<KeyOperation> operations = new ArrayList<>(rows.length + 1);
            for (int row : rows) {
                operations.add(KeyOperation.of(history, row, life.of(row)));
            }
            end.read(key, operations).ifPresent(operations::add);
            return operations;
        }

        private String tooMany(List<Integer> keys, int[][] rows) {
            List<String> lines = keys.stream()
                    .limit(Evidence.LINES)
                    .map(key -> name(key) + " (" + unanswered(rows[key]) + ")")
                    .toList();
            return "too many unknown outcomes on " + Evidence.count(keys.size(), "key") + " to try all orders: "
                    + String.join(", ", lines)
                    + (keys.size() > lines.size()
                            ? " … and " + Evidence.number(keys.size() - lines.size()) + " more"
                            : "")
                    + "; set longer timeouts, write a different value each time, read after each write,"
                    + " or spread the writes over more keys";
        }

        private String unanswered(int[] rows) {
            int[] writes = IntStream.of(rows)
                    .filter(row -> history.kind(row) != OperationKind.KV_GET
                            && history.answer(row).outcome() == OperationOutcome.UNKNOWN)
                    .toArray();
            return Evidence.number(writes.length) + " of " + Evidence.count(rows.length, "outcome")
                    + (writes.length == 0
                            ? ""
                            : ", from " + Evidence.time(history.asked(writes[0])) + " to "
                                    + Evidence.time(history.asked(writes[writes.length - 1])));
        }

        private String name(int key) {
            return history.names().name(key).substring(prefix.length());
        }

        /** No order explains the operations as they are; there may be more that is not known. */
        private Optional<Judgement> impossible(int key, List<KeyOperation> operations) {
            Optional<String> doubt = others.of(operations);
            List<KeyOperation> all = operations;
            if (doubt.isPresent()) {
                all = UnrecordedWriters.among(all);
            }
            if (end.unreadable().isPresent()) {
                all = all.stream().map(KeyOperation::passing).toList();
            }
            doubt = doubt.or(end::unreadable);
            Linearizer linearizer = moves.last(new KeyHistory(all, depth));
            if (doubt.isPresent() && (linearizer.result != Result.IMPOSSIBLE || isAnother(all))) {
                unknown.add("no order explains the operations on key " + name(key) + " of bucket " + bucket + ", but "
                        + doubt.get());
                return Optional.empty();
            }
            return Optional.of(evidence(key, operations, shortest(all)));
        }

        /** What clients saw shows it better than what is left. */
        private List<KeyOperation> shortest(List<KeyOperation> operations) {
            List<KeyOperation> seen = operations.stream()
                    .filter(operation -> operation.optional() || isOfClient(operation))
                    .toList();
            for (List<KeyOperation> each : List.of(seen, operations)) {
                Linearizer linearizer = Linearizer.judge(new KeyHistory(each, depth), new long[] {MoveBudget.LAST});
                if (linearizer.result == Result.IMPOSSIBLE) {
                    return Shrinking.of(each, linearizer.broken.time(), depth);
                }
            }
            return operations;
        }

        /** Whether the writes alone contradict each other: somebody made the bucket anew. */
        private boolean isAnother(List<KeyOperation> operations) {
            List<KeyOperation> writes = operations.stream()
                    .filter(operation -> operation.kind() != OperationKind.KV_GET)
                    .toList();
            return moves.last(new KeyHistory(writes, depth)).result != Result.ORDERED;
        }

        private Judgement evidence(int key, List<KeyOperation> operations, List<KeyOperation> core) {
            Evidence evidence = new Evidence();
            // A long contradiction shows best where it ends.
            core.subList(Math.max(0, core.size() - Evidence.LINES), core.size())
                    .forEach(operation -> evidence.add(line(operation)));
            for (int i = Evidence.LINES; i < core.size(); i++) {
                evidence.leaveOut();
            }
            long others = operations.stream().filter(this::isOfClient).count()
                    - core.stream().filter(this::isOfClient).count();
            return evidence.violated("key " + name(key) + " of bucket " + bucket + " is not linearizable: "
                    + (core.size() == 1 ? "nothing explains this answer" : "no order explains these answers")
                    + (others > 0 ? ", whatever the other " + Evidence.count(others, "operation") + " did" : ""));
        }

        private boolean isOfClient(KeyOperation operation) {
            return operation.row() != KeyOperation.NO_ROW;
        }

        private String line(KeyOperation operation) {
            String value = operation.value() != 0 ? String.format(" %08x", operation.value() >>> 32) : "";
            String revision = operation.answer() == Completion.OK ? ", revision " + operation.revision() : "";
            if (!isOfClient(operation)) {
                return operation.answer() == Completion.OK
                        ? "at the end there is" + value + revision
                        : "at the end there is " + (end.isGone() ? "no bucket " + bucket : "nothing");
            }
            return Evidence.time(operation.asked()) + " to " + Evidence.time(operation.answered()) + " "
                    + Evidence.client(history, operation.row()) + ": " + operation.kind() + value
                    + (operation.expected() >= 0 ? " expecting revision " + operation.expected() : "") + ": "
                    + operation.answer() + revision;
        }
    }
}

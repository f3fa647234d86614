package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.Answer;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.Kind;
import dev.binrun.history.Outcome;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.List;

/** The history of each key is linearizable: a register with revisions; an unknown outcome is taken as either. */
public record KvLinearizable(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket) implements Check {
    private static final long MOVES = 50_000_000;

    @Override
    public Judgement judge(History history, FinalState end) {
        return new Judging(history, end).judge();
    }

    private final class Judging {
        private final History history;
        private final int stream;
        private final InForce limits;
        private final String prefix = "$KV." + bucket + ".";
        private final Subjects subjects;
        private final Evidence undecided = new Evidence();

        Judging(History history, FinalState end) {
            this.history = history;
            this.stream = history.names().find("KV_" + bucket);
            this.limits = new InForce(
                    history,
                    "KV_" + bucket,
                    end.stream("KV_" + bucket).map(StreamState::limits).orElse(StreamLimits.none()));
            this.subjects = new Subjects(history.names(), List.of(prefix + ">"));
        }

        Judgement judge() {
            int[] counts = new int[history.names().size()];
            long operations = 0;
            boolean reads = false;
            for (int row = 0; row < history.size(); row++) {
                Kind kind = history.kind(row);
                if (kind == Kind.REMOVE
                        && history.consumer(row) == 0
                        && (history.stream(row) == stream || history.stream(row) == 0)
                        && history.answer(row).outcome() != Outcome.FAILED) {
                    return new Judgement.Unknown("entries of bucket " + bucket + " were removed from its stream by "
                            + Evidence.client(history, row) + " at " + Evidence.time(history.asked(row))
                            + ", which is no operation on a key");
                }
                if (ofKey(row)) {
                    counts[history.subject(row)]++;
                    operations++;
                    reads |= history.answer(row) == Answer.NOT_FOUND
                            || history.answer(row) == Answer.OK
                            || history.answer(row) == Answer.CONFLICT;
                }
            }
            if (!reads) {
                return new Judgement.Unknown("no operation on a key of bucket " + bucket + " was answered");
            }
            return judge(counts, operations);
        }

        private boolean ofKey(int row) {
            Kind kind = history.kind(row);
            return kind != null
                    && (kind == Kind.PUBLISH
                            ? subjects.take(history.subject(row))
                            : kind.ofBucket() && history.stream(row) == stream);
        }

        private Judgement judge(int[] counts, long operations) {
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
            long keys = 0;
            for (int key = 0; key < rows.length; key++) {
                if (rows[key] != null) {
                    keys++;
                    Judgement violated = judge(key, rows[key]);
                    if (violated != null) {
                        return violated;
                    }
                }
            }
            return undecided.size() > 0
                    ? new Judgement.Unknown(((Judgement.Violated) undecided.violated("too many unknown outcomes on "
                                    + Evidence.count(undecided.size(), "key")
                                    + " to try all orders:"))
                            .evidence().stream()
                                    .reduce((a, b) -> a + " " + b.strip())
                                    .orElseThrow())
                    : new Judgement.Held(
                            Evidence.count(operations, "operation") + " on " + Evidence.count(keys, "key"));
        }

        private Judgement judge(int key, int[] rows) {
            List<KeyOperation> operations = new ArrayList<>(rows.length);
            for (int row : rows) {
                operations.add(KeyOperation.of(history, row, limits.age(history.asked(row))));
            }
            Linearizer linearizer = Linearizer.judge(new KeyHistory(operations), new long[] {MOVES});
            switch (linearizer.result) {
                case ORDERED -> {
                    return null;
                }
                case TOO_MANY -> {
                    undecided.add(history.names().name(key).substring(prefix.length()));
                    return null;
                }
                default -> {
                    return evidence(key, operations, linearizer.broken.time());
                }
            }
        }

        private Judgement evidence(int key, List<KeyOperation> operations, long brokenAt) {
            List<KeyOperation> core = Shrinking.of(operations, brokenAt);
            Evidence evidence = new Evidence();
            core.forEach(operation -> evidence.add(line(operation)));
            return evidence.violated("key " + history.names().name(key).substring(prefix.length()) + " of bucket "
                    + bucket + " is not linearizable: "
                    + (core.size() == 1 ? "nothing explains this answer" : "no order explains these answers")
                    + (operations.size() > core.size()
                            ? ", whatever the other " + Evidence.count(operations.size() - core.size(), "operation")
                                    + " did"
                            : ""));
        }

        private String line(KeyOperation operation) {
            boolean revision = operation.answer() == Answer.OK;
            return Evidence.time(operation.asked()) + " to " + Evidence.time(operation.answered()) + " "
                    + Evidence.client(history, operation.row()) + ": " + operation.kind()
                    + (operation.value() != 0 ? String.format(" %08x", operation.value() >>> 32) : "")
                    + (operation.expected() >= 0 ? " expecting revision " + operation.expected() : "") + ": "
                    + operation.answer() + (revision ? ", revision " + operation.revision() : "");
        }
    }
}

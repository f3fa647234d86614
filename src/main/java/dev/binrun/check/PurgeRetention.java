package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.NameTable;
import dev.binrun.history.StreamState;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * What purges left for certain that were to keep the newest messages: the newest that may have been there. What was not answered may have
 * been newer.
 */
final class PurgeRetention {
    private final History history;
    private final StreamIntake came;
    private final StreamState stream;
    private Map<Integer, int[]> rows = Map.of();
    private Map<Integer, int[]> stored = Map.of();

    /** Takes what a removal is found to have taken. */
    interface Below {
        /** @param below the last sequence below those that it left for certain; 0 if there was none */
        void take(int removal, long below);
    }

    /** @param filters the names of the subjects, or of subjects with wildcards, that there are purges of */
    PurgeRetention(History history, StreamIntake came, StreamState stream, Collection<Integer> filters) {
        this.history = history;
        this.came = came;
        this.stream = stream;
        NameTable names = history.names();
        Set<Integer> literal = filters.stream()
                .filter(filter -> Subjects.isLiteral(names.name(filter)))
                .collect(Collectors.toSet());
        if (!literal.isEmpty()) {
            rows = bySubject(literal, history.size(), history::subject);
            stored = bySubject(literal, stream.size(), stream::subject);
        }
    }

    /** Where each of some subjects is. */
    private static Map<Integer, int[]> bySubject(Set<Integer> subjects, int size, IntUnaryOperator subjectOf) {
        Map<Integer, int[]> places = new HashMap<>();
        Map<Integer, Integer> counts = new HashMap<>();
        for (int i = 0; i < size; i++) {
            int subject = subjectOf.applyAsInt(i);
            if (subjects.contains(subject)) {
                int count = counts.merge(subject, 1, Integer::sum);
                int[] some = places.computeIfAbsent(subject, first -> new int[16]);
                if (count > some.length) {
                    some = Arrays.copyOf(some, count * 2);
                    places.put(subject, some);
                }
                some[count - 1] = i;
            }
        }
        subjects.forEach(subject -> places.put(
                subject, Arrays.copyOf(places.getOrDefault(subject, new int[0]), counts.getOrDefault(subject, 0))));
        return places;
    }

    /** @param removals the rows of purges by the filter that they have */
    void each(Map<Integer, List<Integer>> removals, Below below) {
        removals.forEach((filter, some) -> {
            Subjects subjects = Subjects.of(history.names(), history.names().name(filter));
            new Counting(
                            Places.of(rows.get(filter), history.size()),
                            Places.of(stored.get(filter), stream.size()),
                            subjects)
                    .each(some, below);
        });
    }

    /** Some places of many; all of them if it does not say which. */
    private record Places(int[] some, int size) {
        static Places of(int[] some, int all) {
            return new Places(some, some == null ? all : some.length);
        }

        int at(int i) {
            return some == null ? i : some[i];
        }
    }

    /** Goes from purge to purge in the order of their answers, and counts what was there by then. */
    private final class Counting {
        private final long[] seqs;
        private final long[] since;
        private final int[] counts;
        private long unanswered;

        Counting(Places rows, Places stored, Subjects subjects) {
            long[] all = new long[rows.size() + stored.size()];
            int count = 0;
            for (int i = 0; i < rows.size(); i++) {
                int each = rows.at(i);
                if (!subjects.take(history.subject(each))) {
                    continue;
                }
                if (came.acknowledged(each)) {
                    all[count++] = history.seq(each);
                } else if (came.unanswered(each)) {
                    unanswered++;
                }
            }
            for (int i = 0; i < stored.size(); i++) {
                int each = stored.at(i);
                if (subjects.take(stream.subject(each))) {
                    all[count++] = stream.seq(each);
                }
            }
            seqs = SequenceArrays.distinct(all, count);
            counts = new int[seqs.length + 1];
            since = new long[seqs.length];
            Arrays.fill(since, Long.MIN_VALUE);
            for (int i = 0; i < rows.size(); i++) {
                int each = rows.at(i);
                if (came.acknowledged(each) && subjects.take(history.subject(each))) {
                    int at = Arrays.binarySearch(seqs, history.seq(each));
                    since[at] = since[at] == Long.MIN_VALUE
                            ? history.asked(each)
                            : Math.min(since[at], history.asked(each));
                }
            }
        }

        void each(List<Integer> removals, Below below) {
            List<Integer> sorted = removals.stream()
                    .sorted(Comparator.comparingLong(history::answered))
                    .toList();
            long[] times = sorted.stream().mapToLong(history::answered).toArray();
            int[] order = order(times);
            int next = 0;
            for (int removal = 0; removal < times.length; removal++) {
                while (next < order.length && since[order[next]] < times[removal]) {
                    add(order[next++]);
                }
                long sure = Math.max(0, history.kept(sorted.get(removal)) - unanswered);
                below.take(sorted.get(removal), next <= sure ? 0 : seqs[nth((int) (next - sure))]);
            }
        }

        /** Places of sequences, those first that were there at the time of the first purge, and so on. */
        private int[] order(long[] times) {
            int[] begin = new int[times.length + 2];
            int[] of = new int[seqs.length];
            for (int i = 0; i < seqs.length; i++) {
                int at = Arrays.binarySearch(times, since[i] + 1);
                of[i] = at < 0 ? -at - 1 : at;
                begin[of[i] + 1]++;
            }
            for (int i = 1; i < begin.length; i++) {
                begin[i] += begin[i - 1];
            }
            int[] order = new int[seqs.length];
            for (int i = 0; i < seqs.length; i++) {
                order[begin[of[i]]++] = i;
            }
            return order;
        }

        /** Counts in a tree of partial sums (Fenwick, 1994), where the sum of a range is the work of its logarithm. */
        private void add(int place) {
            for (int i = place + 1; i < counts.length; i += i & -i) {
                counts[i]++;
            }
        }

        /** The place of the n-th that is counted. */
        private int nth(int n) {
            int place = 0;
            int left = n;
            for (int step = Integer.highestOneBit(counts.length); step > 0; step >>= 1) {
                if (place + step < counts.length && counts[place + step] < left) {
                    place += step;
                    left -= counts[place];
                }
            }
            return place;
        }
    }
}

package dev.binrun.check;

import dev.binrun.form.Count;
import dev.binrun.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The lines that show a violation. Only the first {@value #LINES} are formatted; the others are counted. */
final class Evidence {
    static final int LINES = 10;

    private final List<String> lines = new ArrayList<>();
    private long omitted;

    /** Adds a line, which is formatted only if it is shown. */
    void add(Supplier<String> line) {
        if (lines.size() < LINES) {
            lines.add(line.get());
        } else {
            omitted++;
        }
    }

    /** Counts lines that are not shown. */
    void omit(long count) {
        omitted += count;
    }

    /** Returns the number of lines, those that are not shown included. */
    long size() {
        return lines.size() + omitted;
    }

    /** Returns a violation with a sentence and the lines below it. */
    Judgement violated(String sentence) {
        return violated(sentence, List.of());
    }

    /** Returns a violation with a sentence, the lines below it, and the operations that show it. */
    Judgement violated(String sentence, List<Operation> operations) {
        List<String> all = new ArrayList<>();
        all.add(sentence);
        lines.forEach(line -> all.add("  " + line));
        if (omitted > 0) {
            all.add("  … and " + number(omitted) + " more");
        }
        return new Judgement.Violated(all, operations);
    }

    /** Returns a number with separators between thousands. */
    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Returns a number and a noun, in the plural if there is not exactly one. */
    static String count(long number, String noun) {
        return number(number) + " " + Count.form(number, noun, noun + "s");
    }

    /** Returns a time since the start of the history in seconds. */
    static String time(long nanos) {
        return String.format(Locale.ROOT, "%.3fs", nanos / 1e9);
    }

    /** Returns the client of an operation and the time of its invocation. */
    static String invocation(Operation operation) {
        return operation.clientName() + " at " + time(operation.invokedAt());
    }

    /** Returns the client of an operation and the time of its completion. */
    static String completion(Operation operation) {
        return operation.clientName() + " at " + time(operation.completedAt());
    }
}

package dev.binrun.check;

import dev.binrun.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What shows a violation: a sentence, and some lines below it, no more than ten. */
final class Evidence {
    static final int LINES = 10;

    private final List<String> lines = new ArrayList<>();
    private long left;

    /** Whether another line is still shown. */
    boolean hasRoom() {
        return lines.size() < LINES;
    }

    void add(String line) {
        if (hasRoom()) {
            lines.add(line);
        } else {
            left++;
        }
    }

    /** Counts a line that is not worth making. */
    void leaveOut() {
        left++;
    }

    long size() {
        return lines.size() + left;
    }

    Judgement violated(String sentence) {
        List<String> all = new ArrayList<>();
        all.add(sentence);
        lines.forEach(line -> all.add("  " + line));
        if (left > 0) {
            all.add("  … and " + number(left) + " more");
        }
        return new Judgement.Violated(all);
    }

    /** A number as it is read. */
    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number of things. */
    static String count(long number, String thing) {
        return number(number) + " " + thing + (number == 1 ? "" : "s");
    }

    /** A time since the start, in seconds. */
    static String time(long nanos) {
        return String.format(Locale.ROOT, "%.3fs", nanos / 1e9);
    }

    /** A row's client. */
    static String client(History history, int row) {
        return history.names().name(history.client(row));
    }

    /** A row's subject. */
    static String subject(History history, int row) {
        return history.names().name(history.subject(row));
    }
}

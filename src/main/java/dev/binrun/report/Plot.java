package dev.binrun.report;

import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * A drawing on one clock: rows of bars and marks, each row with a label. Times are in nanoseconds since the start of
 * the run. The script of the report can zoom into the times.
 */
final class Plot {
    private static final int LEFT = 130;
    private static final int WIDTH = 860;
    private static final int TICKS = 5;

    private final long begin;
    private final long end;
    private final Html labels;
    private final Html marks;
    private int y = 18;

    /** Creates an empty drawing of the time from {@code begin} to {@code end}. */
    Plot(long begin, long end, UnaryOperator<String> mask) {
        this.begin = begin;
        this.end = Math.max(end, begin + 1);
        this.labels = new Html(mask);
        this.marks = new Html(mask);
    }

    /** Names the row that begins here, below a line. */
    void label(String text) {
        labels.element("text", text, "x", "0", "y", String.valueOf(y + 11));
        labels.open("path", "class", "lane", "d", "M" + LEFT + " " + (y - 3) + "h" + WIDTH)
                .close("path");
    }

    /** Goes on below. */
    void skip(int height) {
        y += height;
    }

    /** Draws a bar in the current row. */
    void bar(long from, long to, int height, String kind, String words) {
        double x = x(from);
        marks.open(
                        "rect",
                        "class",
                        kind,
                        "x",
                        half(x),
                        "y",
                        String.valueOf(y),
                        "width",
                        half(Math.max(1.5, x(to) - x)),
                        "height",
                        String.valueOf(height))
                .element("title", words + ", " + seconds(from) + " to " + seconds(to))
                .close("rect");
    }

    /** Draws a vertical line in the current row. */
    void tick(long at, int height, String kind, String words) {
        marks.open("path", "class", kind, "d", "M" + half(x(at)) + " " + y + "v" + height)
                .element("title", seconds(at) + " " + words)
                .close("path");
    }

    /** Draws a path in the current row, made with {@link #box}. */
    void path(String kind, String path) {
        marks.open("path", "class", kind, "d", path).close("path");
    }

    /** Returns the path of a box in the current row. */
    String box(long from, long to, double below, double height) {
        String width = half(Math.max(1.5, x(to) - x(from)));
        return "M" + half(x(from)) + " " + half(y + below) + "h" + width + "v" + half(height) + "h-" + width + "z";
    }

    /** Writes a word into the bar that begins or ends at a time. */
    void word(long from, long to, String text) {
        boolean leftHalf = x(from) < LEFT + WIDTH / 2.0;
        labels.element(
                "text",
                text,
                "class",
                "mark",
                "x",
                half(leftHalf ? x(from) + 4 : x(to) - 4),
                "y",
                String.valueOf(y + 11),
                "text-anchor",
                leftHalf ? "start" : "end");
    }

    /** Returns the drawing with its axis. */
    String svg(String name) {
        Html all = new Html();
        all.open("svg", "viewBox", "0 0 1000 " + (y + 24), "role", "img", "aria-label", name, "class", "timeline");
        all.open("g", "class", "axis", "data-begin", String.valueOf(begin), "data-end", String.valueOf(end));
        for (int i = 0; i <= TICKS; i++) {
            double x = LEFT + WIDTH * i / (double) TICKS;
            all.open("path", "d", "M" + half(x) + " 10V" + y).close("path");
            all.element(
                    "text",
                    seconds(begin + (end - begin) * i / TICKS),
                    "x",
                    half(x),
                    "y",
                    String.valueOf(y + 16),
                    "text-anchor",
                    i == 0 ? "start" : i == TICKS ? "end" : "middle");
        }
        String box = LEFT + " 0 " + WIDTH + " " + y;
        all.close("g")
                .open(
                        "svg",
                        "class",
                        "times",
                        "x",
                        String.valueOf(LEFT),
                        "width",
                        String.valueOf(WIDTH),
                        "height",
                        String.valueOf(y),
                        "viewBox",
                        box,
                        "preserveAspectRatio",
                        "none");
        return all.add(marks.toString())
                .close("svg")
                .add(labels.toString())
                .close("svg")
                .toString();
    }

    /** Returns a time in seconds. */
    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }

    private double x(long at) {
        return LEFT + WIDTH * Math.max(0, Math.min(1, (double) (at - begin) / (end - begin)));
    }

    private static String half(double value) {
        long halves = Math.round(value * 2);
        return halves % 2 == 0 ? String.valueOf(halves / 2) : halves / 2 + ".5";
    }
}

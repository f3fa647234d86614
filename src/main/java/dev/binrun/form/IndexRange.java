package dev.binrun.form;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The indexes that the {@code i} of a count runs through.
 *
 * @param first the first index
 * @param last the last index, included
 */
public record IndexRange(long first, long last) {
    /** A single message with the index 0. */
    public static final IndexRange ONE = new IndexRange(0, 0);

    /** The regular expression of a range, in the syntax that Java and JSON Schema share. */
    public static final String PATTERN = "(?:([0-9]{1,12})\\.\\.)?([0-9]{1,12})";

    private static final Pattern FORM = Pattern.compile(PATTERN);

    /** Reads {@code 50} (0 to 49) or {@code 51..100}. Returns empty for any other text, and for an empty range. */
    public static Optional<IndexRange> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(form.group(2));
        IndexRange range = form.group(1) == null
                ? new IndexRange(0, number - 1)
                : new IndexRange(Long.parseLong(form.group(1)), number);
        return Optional.of(range).filter(indexes -> indexes.size() > 0);
    }

    /** Returns the number of indexes. */
    public long size() {
        return last - first + 1;
    }
}

package dev.binrun.form;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A user's regular expression, whose search ends if its thread is interrupted, for example by the scenario's timeout.
 */
public final class Regex {
    private static final int LONGEST = 200;

    private static final Pattern SPECIAL = Pattern.compile("[\\\\.\\[\\]{}()*+?^$|&-]");

    private final Pattern pattern;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles a regular expression.
     *
     * @throws IllegalArgumentException if the text is not a regular expression, or matches a control character by
     *     mistake
     */
    public static Regex of(String written) {
        escapedByYaml(written).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        try {
            return new Regex(Pattern.compile(written));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + shown(written) + "' is not a regular expression: " + e.getDescription() + " at index "
                            + e.getIndex(),
                    e);
        }
    }

    /** Returns a text escaped for use in an expression, which then matches the text itself. */
    public static String escape(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }

    /**
     * Returns whether the expression matches anywhere in a text.
     *
     * @throws UnmatchableException if the search was interrupted or ran out of stack
     */
    public boolean finds(String text) {
        try {
            return pattern.matcher(new Interruptible(text)).find();
        } catch (WorkerInterruptedException e) {
            throw new UnmatchableException("the regular expression '" + shown(pattern.pattern())
                    + "' takes too long for a text of " + text.length()
                    + " characters (avoid a repeated group that can match the same text in two ways)");
        } catch (StackOverflowError e) {
            throw new UnmatchableException(
                    "the regular expression '" + shown(pattern.pattern()) + "' needs too much stack for a text of "
                            + text.length() + " characters (avoid a group that is repeated)");
        }
    }

    private static String shown(String written) {
        return written.length() <= LONGEST ? written : written.substring(0, LONGEST) + "…";
    }

    /** In double quotes, YAML reads {@code \b} as a backspace, which payloads and log lines do not contain. */
    private static Optional<String> escapedByYaml(String written) {
        return written.chars()
                .filter(c -> c == '\b' || c == 0x07 || c == 0x1b)
                .mapToObj(c ->
                        ("the regular expression contains the control character U+%04X: in double quotes, YAML reads"
                                        + " \\%s as that character; write the expression in single quotes")
                                .formatted(c, c == '\b' ? "b" : c == 0x07 ? "a" : "e"))
                .findFirst();
    }

    /** A text that throws when it is read by an interrupted thread. */
    private record Interruptible(CharSequence text) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (Thread.currentThread().isInterrupted()) {
                throw new WorkerInterruptedException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Interruptible(text.subSequence(start, end));
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /** Ends the search. */
    private static final class WorkerInterruptedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WorkerInterruptedException() {
            super(null, null, false, false);
        }
    }
}

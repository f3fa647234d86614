package dev.binrun.report;

import dev.binrun.verdict.Verdict;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place in a scenario file that a verdict is about: that of the step, check or key in its message, or else that of
 * the scenario.
 *
 * @param column empty if the message names only the line
 */
record FailurePlace(int line, OptionalInt column) {
    /** The order of verdicts in a list of failures: by the file, and by the line of the scenario. */
    static final Comparator<Verdict> ORDER = Comparator.comparing(
                    (Verdict verdict) -> verdict.place().path())
            .thenComparing(verdict -> verdict.place().line());

    /** Returns the first place in the scenario's file that the message names. */
    static FailurePlace of(Verdict verdict) {
        Matcher named = Pattern.compile(Pattern.quote(verdict.place().path()) + ":(\\d{1,9}):(?:(\\d{1,9}):)?")
                .matcher(verdict.message());
        if (!named.find()) {
            return new FailurePlace(
                    verdict.place().line(), OptionalInt.of(verdict.place().column()));
        }
        String column = named.group(2);
        return new FailurePlace(
                Integer.parseInt(named.group(1)),
                column == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(column)));
    }
}

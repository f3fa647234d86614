package dev.binrun.match;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A scalar: equal to a value, or compared with an operator, a range or a regular expression. */
public final class Scalar implements Expected {
    private static final Pattern OPERATOR = Pattern.compile("(>=|<=|!=|>|<|~)[ \\t](.*)", Pattern.DOTALL);
    private static final Pattern NEARLY_OPERATOR = Pattern.compile("(?:>=|<=|!=|>(?!=)|<(?!=)|~)[^ \\t].*");
    private static final Pattern RANGE = Pattern.compile("(.+?)\\.\\.(.+)");

    private static final String HINT = " (an operator has a blank after it)";

    private final String described;
    private final boolean absentToo;
    private final Predicate<JsonElement> test;
    private final Optional<String> plain;

    private Scalar(String described, boolean absentToo, Predicate<JsonElement> test) {
        this(described, absentToo, test, Optional.empty());
    }

    /** @param plain the value as written, where it is no operator */
    private Scalar(String described, boolean absentToo, Predicate<JsonElement> test, Optional<String> plain) {
        this.described = described;
        this.absentToo = absentToo;
        this.test = test;
        this.plain = plain;
    }

    /** Equal to a value as written: by value where the answer has a number, duration, size or time, else as text. */
    public static Expected of(String written) {
        return new Scalar(shown(written), isEmpty(written), actual -> equal(written, actual), Optional.of(written));
    }

    /**
     * What a scenario writes: an operator with its operand, a range, or a plain value.
     *
     * @throws IllegalArgumentException if the operand is none that the operator takes
     */
    public static Expected parse(String written) {
        Matcher operator = OPERATOR.matcher(written);
        if (operator.matches()) {
            return compared(operator.group(1), operator.group(2), written);
        }
        return rangeOrValue(written);
    }

    /**
     * A range or a plain value, whatever else it looks like.
     *
     * @throws IllegalArgumentException if the range is empty
     */
    public static Expected rangeOrValue(String written) {
        return range(written).orElseGet(() -> of(written));
    }

    /** Whether a text starts with an operator and its blank. */
    public static boolean isOperator(String written) {
        return OPERATOR.matcher(written).matches();
    }

    @Override
    public void match(Actual actual, Differences differences) {
        if (actual.absent() ? actual.literal() || !absentToo : !test.test(actual.value())) {
            differences.add(() -> mismatch(actual));
        }
    }

    @Override
    public boolean holdsOfAbsent() {
        return absentToo;
    }

    @Override
    public String describe() {
        return described;
    }

    private Mismatch mismatch(Actual actual) {
        boolean isText =
                plain.isPresent() && !NEARLY_OPERATOR.matcher(plain.get()).matches();
        if (isText && actual.isText() && Quantity.parse(plain.get()).isEmpty()
                || isText && actual.key().equals("hex") && actual.isText()) {
            return TextDifference.of(plain.get(), actual);
        }
        return isText && !actual.absent() && Shown.isBytes(actual.value())
                ? TextDifference.ofBytesAsText(plain.get(), actual)
                : actual.differsFrom(described);
    }

    /** Whether an answer's value is the one that is written. */
    static boolean equal(String written, JsonElement actual) {
        if (!actual.isJsonPrimitive()) {
            return actual.isJsonNull() && List.of("null", "~", "Null", "NULL").contains(written);
        }
        JsonPrimitive value = actual.getAsJsonPrimitive();
        if (value.isBoolean()) {
            return written.equalsIgnoreCase(value.getAsString());
        }
        if (value.isString()) {
            return written.equals(value.getAsString()) || sameTime(written, value.getAsString());
        }
        return written.equals(value.getAsString())
                || Quantity.parse(written)
                        .filter(expected -> expected.comparableWith(number(value)))
                        .map(expected -> expected.compareTo(number(value)) == 0)
                        .orElse(false);
    }

    private static Expected compared(String operator, String rest, String written) {
        if (operator.equals("~")) {
            return regex(rest, written);
        }
        String operand = rest.strip();
        Optional<Quantity> limit = Quantity.parse(operand);
        if (operator.equals("!=")) {
            return new Scalar(
                    written,
                    !isEmpty(operand),
                    actual -> !equal(rest, actual) && !equal(operand, actual) && !sameQuantity(limit, actual));
        }
        Quantity bound = limit.orElseThrow(() -> new IllegalArgumentException("'" + operand + "' after '" + operator
                + "' is no number, duration, size or time (for the text itself write {equals: \"" + written + "\"})"));
        return new Scalar(
                written,
                false,
                actual -> quantity(actual, bound)
                        .map(value -> holds(operator, value.compareTo(bound)))
                        .orElse(false));
    }

    private static Expected regex(String regex, String written) {
        try {
            Pattern pattern = Pattern.compile(regex);
            return new Scalar(
                    written, false, actual -> actual.isJsonPrimitive() && finds(pattern, actual.getAsString()));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + regex + "' is no regular expression: " + e.getDescription() + " at " + e.getIndex(), e);
        }
    }

    private static Optional<Expected> range(String written) {
        Matcher range = RANGE.matcher(written);
        if (!written.contains("..") || !range.matches()) {
            return Optional.empty();
        }
        Optional<Quantity> from = Quantity.parse(range.group(1).strip());
        Optional<Quantity> to = Quantity.parse(range.group(2).strip());
        if (from.isEmpty() || to.isEmpty() || !from.get().comparableWith(to.get())) {
            return Optional.empty();
        }
        if (from.get().compareTo(to.get()) > 0) {
            throw new IllegalArgumentException("the range '" + written + "' is empty: it starts above its end");
        }
        return Optional.of(new Scalar(
                written,
                false,
                actual -> quantity(actual, from.get())
                        .map(value -> value.compareTo(from.get()) >= 0 && value.compareTo(to.get()) <= 0)
                        .orElse(false)));
    }

    private static boolean holds(String operator, int comparison) {
        return switch (operator) {
            case ">" -> comparison > 0;
            case ">=" -> comparison >= 0;
            case "<" -> comparison < 0;
            default -> comparison <= 0;
        };
    }

    private static boolean sameQuantity(Optional<Quantity> operand, JsonElement actual) {
        return operand.flatMap(bound -> quantity(actual, bound).map(value -> value.compareTo(bound) == 0))
                .orElse(false);
    }

    /** The answer's value as a quantity that can be held against the bound, if it is one. */
    private static Optional<Quantity> quantity(JsonElement actual, Quantity bound) {
        if (!actual.isJsonPrimitive() || actual.getAsJsonPrimitive().isBoolean()) {
            return Optional.empty();
        }
        boolean text = actual.getAsJsonPrimitive().isString();
        return Quantity.parse(actual.getAsString())
                .filter(value -> text && value.kind() != Quantity.Kind.NUMBER
                        ? value.kind() == bound.kind()
                        : value.comparableWith(bound));
    }

    private static boolean finds(Pattern pattern, String text) {
        try {
            return pattern.matcher(new Interruptible(text)).find();
        } catch (Interruptible.Interrupted e) {
            throw new Unmatchable("the regular expression '" + pattern + "' takes too long for a text of "
                    + text.length() + " characters (avoid a repeated group that can match the same text in two ways)");
        } catch (StackOverflowError e) {
            throw new Unmatchable("the regular expression '" + pattern + "' is too deep for a text of " + text.length()
                    + " characters (avoid a group that is repeated)");
        }
    }

    private static Quantity number(JsonPrimitive value) {
        return new Quantity(Quantity.Kind.NUMBER, value.getAsBigDecimal());
    }

    private static boolean sameTime(String written, String actual) {
        return Quantity.time(written)
                .map(time -> Quantity.time(actual).map(time::equals).orElse(false))
                .orElse(false);
    }

    /** Whether a value is one that the server leaves out: false, zero or the empty text. */
    private static boolean isEmpty(String written) {
        return written.isEmpty()
                || written.equalsIgnoreCase("false")
                || Quantity.parse(written).map(q -> q.value().signum() == 0).orElse(false);
    }

    private static String shown(String written) {
        if (NEARLY_OPERATOR.matcher(written).matches()) {
            return Actual.show(new JsonPrimitive(written)) + HINT;
        }
        return Quantity.parse(written).isPresent() ? written : Actual.show(new JsonPrimitive(written));
    }
}

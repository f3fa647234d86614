package dev.binrun.match;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Quantity;
import dev.binrun.form.Regex;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scalar: equal to a value, or compared with an operator, a range or a regular expression. */
public final class ScalarPattern implements Expected {
    private static final Pattern OPERATOR = Pattern.compile("(>=|<=|!=|>|<|~)[ \\t](.*)", Pattern.DOTALL);
    private static final Pattern NEARLY_OPERATOR = Pattern.compile("(?:>=|<=|!=|>(?!=)|<(?!=)|~)[^ \\t].*");
    private static final Pattern NO_OPERATOR = Pattern.compile("(?:=>|=<|==?) *-?\\d.*");
    private static final Pattern RANGE = Pattern.compile("(.+?)\\.\\.(.+)");

    private static final String NULL = "null";
    private static final String OPERATORS = " (a text; the operators are >=, <=, !=, >, < and ~)";
    private static final String HINT = " (write a space after an operator)";

    private final String described;
    private final boolean absentToo;
    private final Predicate<Actual> test;
    private final Optional<String> plain;

    private ScalarPattern(String described, boolean absentToo, Predicate<Actual> test) {
        this(described, absentToo, test, Optional.empty());
    }

    /** @param plain the value as written; empty for an operator */
    private ScalarPattern(String described, boolean absentToo, Predicate<Actual> test, Optional<String> plain) {
        this.described = described;
        this.absentToo = absentToo;
        this.test = test;
        this.plain = plain;
    }

    /**
     * Returns the expectation of a value as written. Numbers, durations, sizes and times are compared by value, others
     * as text.
     */
    public static Expected of(String written) {
        return new ScalarPattern(
                shown(written), isEmpty(written), actual -> equal(written, actual), Optional.of(written));
    }

    /** Returns the expectation of a kept value, whose text is never an operator. */
    public static Expected of(JsonElement value) {
        if (value.isJsonNull()) {
            return jsonNull();
        }
        JsonPrimitive scalar = value.getAsJsonPrimitive();
        return scalar.isBoolean() ? bool(scalar.getAsString()) : of(scalar.getAsString());
    }

    /** Returns the expectation of JSON's null, which differs from the text. */
    public static Expected jsonNull() {
        return new ScalarPattern(NULL, false, actual -> actual.value().isJsonNull());
    }

    /** Returns the expectation of a boolean without quotes, which matches the JSON boolean and the text as written. */
    public static Expected bool(String written) {
        return new ScalarPattern(written.toLowerCase(Locale.ROOT), isEmpty(written), actual -> equal(written, actual));
    }

    /** Returns the expectation of any scalar except a value; a list or a map is a mismatch. */
    public static Expected not(String operand) {
        return differing(operand, operand.strip(), "!= " + operand);
    }

    /**
     * Reads an operator with its operand, a range, or a plain value.
     *
     * @throws IllegalArgumentException if the operand does not fit the operator
     */
    public static Expected parse(String written) {
        Matcher operator = OPERATOR.matcher(written);
        if (operator.matches()) {
            return compared(operator.group(1), operator.group(2), written);
        }
        return rangeOrValue(written);
    }

    /**
     * Reads a range or a plain value; a text that looks like an operator is a plain value.
     *
     * @throws IllegalArgumentException if the range is empty
     */
    public static Expected rangeOrValue(String written) {
        return range(written).orElseGet(() -> of(written));
    }

    /** Returns whether a text starts with an operator and a space. */
    public static boolean isOperator(String written) {
        return OPERATOR.matcher(written).matches();
    }

    @Override
    public void match(Actual actual, Differences differences) {
        if (actual.absent() ? actual.literal() || !absentToo : !test.test(actual)) {
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

    /** Returns whether this is a plain zero, which a size has if the server omits the list. */
    boolean isZero() {
        return plain.flatMap(Quantity::number)
                .filter(number -> number.signum() == 0)
                .isPresent();
    }

    /** Returns the text or number as written; empty for an operator, a boolean and null. */
    Optional<String> plain() {
        return plain;
    }

    private Mismatch mismatch(Actual actual) {
        if (described.equals(NULL)
                && actual.isText()
                && actual.value().getAsString().equals(NULL)) {
            return new Mismatch(
                    actual.path(), NULL, actual.show() + " (a text; to expect it, write \"null\" in quotes)");
        }
        Mismatch difference = difference(actual);
        return plain.isPresent() && actual.isText()
                ? Lookalike.noted(difference, plain.get(), actual.value().getAsString())
                : difference;
    }

    private Mismatch difference(Actual actual) {
        boolean isText =
                plain.isPresent() && !NEARLY_OPERATOR.matcher(plain.get()).matches();
        if (isText && actual.isText() && Quantity.parse(plain.get()).isEmpty()
                || isText && actual.key().equals("hex") && actual.isText()) {
            return TextDifference.of(plain.get(), actual);
        }
        return isText && !actual.absent() && ShownValue.isBytes(actual.value())
                ? TextDifference.ofBytesAsText(plain.get(), actual)
                : Measure.differs(described, actual);
    }

    private static boolean equal(String written, Actual actual) {
        if (!actual.value().isJsonPrimitive()) {
            return false;
        }
        JsonPrimitive value = actual.value().getAsJsonPrimitive();
        if (value.isBoolean()) {
            return written.equalsIgnoreCase(value.getAsString());
        }
        if (value.isString()) {
            return written.equals(value.getAsString()) || actual.isTime() && sameTime(written, value.getAsString());
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
            refuseTree(operand);
            return differing(rest, operand, written);
        }
        Quantity bound = limit.orElseThrow(() -> new IllegalArgumentException("'" + operand + "' after '" + operator
                + "' is not a number, a duration, a size or a time (for the text itself write {equals: \"" + written
                + "\"})"));
        return new ScalarPattern(
                written,
                false,
                actual -> quantity(actual, bound)
                        .map(value -> holds(operator, value.compareTo(bound)))
                        .orElse(false));
    }

    private static Expected differing(String written, String stripped, String described) {
        return new ScalarPattern(
                described,
                !isEmpty(stripped),
                actual -> !(actual.isList() || actual.isMap()) && !equal(written, actual) && !equal(stripped, actual));
    }

    /**
     * The operand of {@code !=} is a text or a number, so {@code []}, {@code {}} and {@code null} would be compared as
     * texts.
     */
    private static void refuseTree(String operand) {
        String form = switch (operand.replace(" ", "")) {
            case "[]" -> "for a list that is not empty write {size: \"> 0\"}";
            case "{}" -> "for a map that is not empty write {not: {}}";
            case "null", "Null", "NULL", "~" -> "for a value that is not null write {not: null}";
            default -> "";
        };
        if (!form.isEmpty()) {
            throw new IllegalArgumentException("'!= " + operand + "' compares with the text '" + operand + "': " + form
                    + " (for the text itself write {not: {equals: \"" + operand + "\"}})");
        }
    }

    private static Expected regex(String regex, String written) {
        Regex pattern = Regex.of(regex);
        return new ScalarPattern(
                written,
                false,
                actual -> actual.value().isJsonPrimitive()
                        && pattern.finds(actual.value().getAsString()));
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
        return Optional.of(new ScalarPattern(
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

    /** The value as a quantity that is comparable with the bound. */
    private static Optional<Quantity> quantity(Actual actual, Quantity bound) {
        if (!actual.value().isJsonPrimitive()
                || actual.value().getAsJsonPrimitive().isBoolean()) {
            return Optional.empty();
        }
        boolean text = actual.isText();
        return Quantity.parse(actual.value().getAsString())
                .filter(value -> text && value.kind() != Quantity.QuantityKind.NUMBER
                        ? value.kind() == bound.kind()
                        : value.comparableWith(bound));
    }

    private static Quantity number(JsonPrimitive value) {
        return new Quantity(Quantity.QuantityKind.NUMBER, value.getAsBigDecimal());
    }

    private static boolean sameTime(String written, String actual) {
        return Quantity.time(written)
                .map(time -> Quantity.time(actual).map(time::equals).orElse(false))
                .orElse(false);
    }

    /** The server omits false, zero and the empty text. */
    private static boolean isEmpty(String written) {
        return written.isEmpty()
                || written.equalsIgnoreCase("false")
                || Quantity.parse(written)
                        .map(quantity -> quantity.value().signum() == 0)
                        .orElse(false);
    }

    private static String shown(String written) {
        if (NEARLY_OPERATOR.matcher(written).matches()) {
            return Actual.show(new JsonPrimitive(written)) + HINT;
        }
        if (NO_OPERATOR.matcher(written).matches()) {
            return Actual.show(new JsonPrimitive(written)) + OPERATORS;
        }
        return Quantity.parse(written).isPresent() ? written : Actual.show(new JsonPrimitive(written));
    }
}

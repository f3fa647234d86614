package dev.binrun.scenario;

import dev.binrun.form.Choice;
import dev.binrun.form.KnownWords;
import dev.binrun.form.Nearest;
import dev.binrun.form.Size;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Scalar;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the value of a record's component from a scalar, and checks its form and range. */
final class ScalarValues {
    private final Problems problems;

    ScalarValues(Problems problems) {
        this.problems = problems;
    }

    /** Returns the value of a scalar; empty if it is wrong, which is then among the problems. */
    Optional<Object> of(RecordShape.Component component, Class<?> type, Tree tree) {
        if (type.isEnum()) {
            return tree instanceof Scalar scalar ? constant(component, type, scalar) : wrong(component, tree, "a text");
        }
        ValueFormat format =
                ValueFormat.of(type).orElseThrow(() -> new IllegalStateException("a scenario cannot write a " + type));
        if (!(tree instanceof Scalar scalar) || scalar.isNull() && scalar.text().isEmpty()) {
            return wrong(component, tree, format.expected());
        }
        if (format == ValueFormat.TEXT) {
            return Optional.of(word(component, scalar));
        }
        Optional<Object> value = format.parse(scalar.text()).map(Object.class::cast);
        return format.isNumeric()
                ? number(component, type, scalar, value.map(BigDecimal.class::cast))
                : value.or(() -> wrong(component, scalar, format.expected()));
    }

    /** Adds the problem that a component's value must have another form. */
    Optional<Object> wrong(RecordShape.Component component, Tree tree, String form) {
        problems.add(tree.place(), "'" + component.name() + "' must be " + form + ", this is " + tree.kind());
        return Optional.empty();
    }

    private Optional<Object> number(
            RecordShape.Component component, Class<?> type, Scalar scalar, Optional<BigDecimal> number) {
        Optional<Long> whole = number.filter(ScalarValues::fits).map(BigDecimal::longValueExact);
        boolean narrow = type == int.class || type == Integer.class;
        long min = Math.max(component.arg().min(), narrow ? Integer.MIN_VALUE : Long.MIN_VALUE);
        long max = Math.min(component.arg().max(), narrow ? Integer.MAX_VALUE : Long.MAX_VALUE);
        if (whole.isEmpty() || whole.get() < min || whole.get() > max) {
            String form = ValueFormat.of(type).orElseThrow().expected();
            return wrong(
                    component,
                    scalar,
                    whole.map(value -> range(value, min, max)).orElse(form));
        }
        return whole.map(value -> type == Size.class ? new Size(value) : narrow ? (Object) value.intValue() : value);
    }

    /** Returns the API's word for a text, and warns of a text that is not among the known words. */
    private String word(RecordShape.Component component, Scalar scalar) {
        KnownWords words = KnownWords.of(component.arg().words());
        if (words.isEmpty()) {
            return scalar.text();
        }
        if (!scalar.text().matches(component.arg().wordsOr())) {
            words.warning(component.name(), scalar.text()).ifPresent(warning -> problems.warn(scalar.place(), warning));
        }
        return words.apiWord(scalar.text());
    }

    private Optional<Object> constant(RecordShape.Component component, Class<?> type, Scalar scalar) {
        List<String> known =
                Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
        for (Object constant : type.getEnumConstants()) {
            if (Choice.words(constant).contains(scalar.text())) {
                return Optional.of(constant);
            }
        }
        problems.add(
                scalar.place(),
                "'" + component.name() + "' must be " + (known.size() == 1 ? "" : "one of ") + String.join(", ", known)
                        + ", this is " + scalar.kind() + Nearest.nearestHint(scalar.text(), known));
        return Optional.empty();
    }

    private static boolean fits(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0
                && number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    }

    private static String range(long value, long min, long max) {
        if (min == max) {
            return String.valueOf(min);
        }
        if (max - min < 1_000) {
            return "a whole number from " + min + " to " + max;
        }
        if (value > max) {
            return "a whole number of at most " + max;
        }
        return "a whole number of at least " + min;
    }
}

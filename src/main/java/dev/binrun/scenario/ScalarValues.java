package dev.binrun.scenario;

import dev.binrun.form.Choice;
import dev.binrun.form.IndexRange;
import dev.binrun.form.KnownWords;
import dev.binrun.form.Nearest;
import dev.binrun.form.Quantity;
import dev.binrun.form.Size;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.verb.BackgroundName;
import dev.binrun.verb.node.NetworkEndpoint;
import dev.binrun.verb.node.NodeSelector;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a component's value of a scalar: checks its form and its range. */
public final class ScalarValues {
    /** Records that are written as a scalar. */
    public static final Set<Class<?>> RECORDS = Set.of(
            Size.class,
            IndexRange.class,
            ServerVersion.class,
            BackgroundName.class,
            NodeSelector.class,
            NetworkEndpoint.class);

    private final Problems problems;

    ScalarValues(Problems problems) {
        this.problems = problems;
    }

    /** The value, or empty if it is wrong, which then is among the problems. */
    Optional<Object> of(RecordShape.Component component, Class<?> type, Tree tree) {
        if (!(tree instanceof Scalar scalar)) {
            return wrong(component, tree, form(type));
        }
        if (type == boolean.class || type == Boolean.class) {
            return bool(component, scalar);
        }
        if (type == long.class || type == Long.class) {
            return number(component, scalar).map(Object.class::cast);
        }
        if (type == int.class || type == Integer.class) {
            return number(component, scalar).flatMap(value -> small(component, scalar, value));
        }
        if (type == Size.class) {
            return bytes(component, scalar).map(Size::new);
        }
        return type.isEnum() ? constant(component, type, scalar) : other(component, type, scalar);
    }

    /** Adds that a component's value must be of another form. */
    Optional<Object> wrong(RecordShape.Component component, Tree tree, String form) {
        problems.add(tree.place(), "'" + component.name() + "' must be " + form + ", this is " + tree.kind());
        return Optional.empty();
    }

    private Optional<Object> other(RecordShape.Component component, Class<?> type, Scalar scalar) {
        String text = scalar.text();
        Optional<?> value;
        if (type == String.class) {
            value = scalar.isNull() && text.isEmpty() ? Optional.empty() : Optional.of(word(component, scalar));
        } else if (type == Duration.class) {
            value = Quantity.duration(text).filter(d -> !d.isNegative());
        } else if (type == Instant.class) {
            value = Quantity.time(text);
        } else if (type == IndexRange.class) {
            value = IndexRange.parse(text);
        } else if (type == ServerVersion.class) {
            value = ServerVersion.parse(text);
        } else if (type == NodeSelector.class) {
            value = NodeSelector.parse(text);
        } else if (type == NetworkEndpoint.class) {
            value = NetworkEndpoint.parse(text);
        } else {
            throw new IllegalStateException("no scenario can write a " + type);
        }
        return value.isPresent() ? value.map(Object.class::cast) : wrong(component, scalar, form(type));
    }

    private Optional<Object> bool(RecordShape.Component component, Scalar scalar) {
        return switch (scalar.text()) {
            case "true", "True", "TRUE" -> Optional.of(true);
            case "false", "False", "FALSE" -> Optional.of(false);
            default -> wrong(component, scalar, "true or false");
        };
    }

    private Optional<Long> number(RecordShape.Component component, Scalar scalar) {
        return within(component, scalar, Quantity.number(scalar.text()), "a whole number");
    }

    private Optional<Long> bytes(RecordShape.Component component, Scalar scalar) {
        return within(component, scalar, Quantity.bytes(scalar.text()), form(Size.class));
    }

    private Optional<Long> within(
            RecordShape.Component component, Scalar scalar, Optional<BigDecimal> number, String form) {
        Optional<Long> whole = number.filter(ScalarValues::fits).map(BigDecimal::longValueExact);
        long min = component.arg().min();
        long max = component.arg().max();
        if (whole.isPresent() && whole.get() >= min && whole.get() <= max) {
            return whole;
        }
        wrong(component, scalar, whole.map(value -> range(value, min, max)).orElse(form));
        return Optional.empty();
    }

    private Optional<Object> small(RecordShape.Component component, Scalar scalar, long value) {
        return value == (int) value
                ? Optional.of((int) value)
                : wrong(component, scalar, "a whole number of at most " + Integer.MAX_VALUE);
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
                "'" + component.name() + "' must be one of " + String.join(", ", known) + ", this is " + scalar.kind()
                        + Nearest.of(scalar.text(), known)
                                .map(n -> " (did you mean '" + n + "'?)")
                                .orElse(""));
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
        return min == 0 ? "a whole number, not negative" : "a whole number of at least " + min;
    }

    private static String form(Class<?> type) {
        if (type == Duration.class) {
            return "a duration such as 500ms or 1h30m";
        }
        if (type == Instant.class) {
            return "a time such as 2026-01-31T12:00:00Z";
        }
        if (type == Size.class) {
            return "a number of bytes such as 1024 or 64KB";
        }
        if (type == IndexRange.class) {
            return "a number of messages such as 50, or indexes such as 51..100";
        }
        if (type == ServerVersion.class) {
            return "a version such as 2.10 or 2.10.29";
        }
        if (type == NodeSelector.class) {
            return NodeSelector.FORM;
        }
        if (type == NetworkEndpoint.class) {
            return NetworkEndpoint.FORM;
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        return type == long.class || type == Long.class ? "a whole number" : "a text";
    }
}

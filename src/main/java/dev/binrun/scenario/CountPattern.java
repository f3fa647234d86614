package dev.binrun.scenario;

import com.google.gson.JsonPrimitive;
import dev.binrun.form.Quantity;
import dev.binrun.match.Expected;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Mapping;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks that the {@code is} of {@code count} can match a number of elements. */
final class CountPattern {
    private CountPattern() {}

    /** Adds a problem if no number of elements matches. */
    static void check(Tree is, Expected pattern, Problems problems) {
        boolean possible = is instanceof Mapping map
                ? OperatorWords.LOGIC.containsAll(map.keys()) && !map.entries().isEmpty()
                : is.open()
                        || is instanceof Tree.Scalar scalar
                                && candidates(scalar.text())
                                        .anyMatch(number -> pattern.holds(new JsonPrimitive(number)));
        if (!possible) {
            problems.add(
                    is.place(),
                    "'is' takes a number of elements, such as 2, \"<= 1\" or 1..3; no number matches " + is.kind());
        }
    }

    /** The numbers around the bounds of a comparison or a range. */
    private static Stream<BigDecimal> candidates(String written) {
        String operand = written.replaceFirst("^(?:>=|<=|!=|>|<)[ \\t]+", "");
        Stream<BigDecimal> near = Arrays.stream(operand.split("\\.\\."))
                .map(String::strip)
                .map(Quantity::parse)
                .flatMap(Optional::stream)
                .map(quantity -> quantity.value().setScale(0, RoundingMode.FLOOR))
                .flatMap(bound -> Stream.of(bound.subtract(BigDecimal.ONE), bound, bound.add(BigDecimal.ONE)));
        return Stream.concat(Stream.of(BigDecimal.ZERO), near).filter(number -> number.signum() >= 0);
    }
}

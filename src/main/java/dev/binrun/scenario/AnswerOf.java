package dev.binrun.scenario;

import dev.binrun.form.Shape;
import dev.binrun.registry.AnswerShapes;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.scenario.yaml.Tree.Sequence;
import dev.binrun.verb.BackgroundName;
import dev.binrun.verb.VerbType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The answer of a step, whose shape follows from the verb and the arguments.
 *
 * @param items the arguments, a map for each item
 * @param list whether the answer is the list of the items' answers
 */
record AnswerOf(VerbType verb, List<Mapping> items, boolean list) {
    /** Returns the shape of the answer of each item. */
    List<Shape> shapes(LoadScope names) {
        return items.stream().map(item -> shape(item, names)).toList();
    }

    private Shape shape(Mapping item, LoadScope names) {
        if (isGiven(item, "allow_unknown")) {
            return Shape.ANY;
        }
        Optional<Entry> gathered = RecordShape.of(verb.arguments()).components().stream()
                .filter(component -> isBackgroundName(component.type()))
                .findFirst()
                .flatMap(component -> entry(item, component));
        if (gathered.isPresent()) {
            return gathered(gathered.get().value(), names);
        }
        boolean open = verb.answers().cases().stream()
                .anyMatch(answerCase -> entry(item, answerCase.argument())
                        .filter(entry -> entry.value().open())
                        .isPresent());
        return open ? AnswerShapes.of(verb) : AnswerShapes.of(verb, argument -> isGiven(item, argument));
    }

    private static Shape gathered(Tree written, LoadScope names) {
        List<Tree> all = written instanceof Sequence several ? several.items() : List.of(written);
        return all.stream()
                .map(name -> name instanceof Scalar scalar ? names.gathered(scalar.text()) : Shape.ANY)
                .reduce(Shape::or)
                .orElse(Shape.ANY);
    }

    private static boolean isBackgroundName(Type type) {
        return type instanceof ParameterizedType container
                && List.of(container.getActualTypeArguments()).contains(BackgroundName.class);
    }

    private boolean isGiven(Mapping item, String argument) {
        return entry(item, argument)
                .filter(entry -> !(entry.value() instanceof Scalar scalar
                        && scalar.text().equals("false")))
                .isPresent();
    }

    private Optional<Entry> entry(Mapping item, String argument) {
        return RecordShape.of(verb.arguments()).components().stream()
                .filter(component -> component.name().equals(argument))
                .findFirst()
                .flatMap(component -> entry(item, component));
    }

    private static Optional<Entry> entry(Mapping item, RecordShape.Component component) {
        return component.names().stream()
                .flatMap(name -> Stream.ofNullable(item.entry(name).orElse(null)))
                .findFirst();
    }
}

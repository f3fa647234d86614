package dev.binrun.scenario;

import dev.binrun.check.CheckType;
import dev.binrun.check.Checks;
import dev.binrun.registry.Verbs;
import dev.binrun.verb.VerbType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks that scenarios can use the verbs and checks of projects. Each scenario reports their problems. */
final class OwnVerbCheck {
    private static final List<String> PROBLEMS = check();

    private OwnVerbCheck() {}

    /** Returns the problems of all own verbs and checks. */
    static List<String> problems() {
        return PROBLEMS;
    }

    private static List<String> check() {
        List<String> problems = new ArrayList<>(Verbs.problems());
        for (VerbType verb : Verbs.own()) {
            if (ModifiersReader.KEYS.contains(verb.name())) {
                problems.add(
                        "the verb '" + verb.name() + "' of your own has the name of a step's key; choose another name");
            }
            components("verb '" + verb.name(), RecordShape.of(verb.arguments()), problems);
        }
        problems.addAll(Checks.problems());
        for (CheckType check : Checks.own()) {
            components("check '" + check.name(), RecordShape.of(check.arguments()), problems);
        }
        return List.copyOf(problems);
    }

    /** Adds a problem for each component of a verb's or a check's record that a scenario cannot write. */
    static void components(String owner, RecordShape shape, List<String> problems) {
        for (RecordShape.Component component : shape.components()) {
            String what = "the " + owner + "' of your own: '" + component.name() + "' of "
                    + shape.type().getSimpleName();
            if (component.inner().isPresent()) {
                components(owner, component.inner().get(), problems);
            } else if (!readable(component.type())) {
                problems.add(
                        what + " has the type " + component.type().getTypeName() + ", which a scenario cannot write"
                                + " (use String, long, int, boolean, Duration, Instant, Size, enums, Object,"
                                + " records, and Optional, List and Map of these)");
            } else if (!component.needed() && !component.optional() && !canBeOmitted(component.type())) {
                problems.add(what + " must be required or an Optional, because it has no value if a scenario omits it");
            }
        }
    }

    private static boolean readable(Type type) {
        if (type instanceof ParameterizedType container) {
            Type[] arguments = container.getActualTypeArguments();
            boolean map = container.getRawType() == Map.class && arguments[0] == String.class;
            return (map || container.getRawType() == List.class) && readable(arguments[arguments.length - 1]);
        }
        return ValueFormat.of(type).isPresent() || type instanceof Class<?> c && (c.isEnum() || c.isRecord());
    }

    private static boolean canBeOmitted(Type type) {
        return type == boolean.class || type instanceof ParameterizedType;
    }
}

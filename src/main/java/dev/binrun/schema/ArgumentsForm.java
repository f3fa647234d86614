package dev.binrun.schema;

import com.google.gson.JsonObject;
import dev.binrun.scenario.RecordShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The notations of a verb's or a check's arguments: a map, a scalar in the CLI's order, or nothing.
 *
 * @param name the name of the verb or check
 * @param shape the arguments
 */
record ArgumentsForm(String name, RecordShape shape) {
    /** Returns whether the arguments can be omitted. */
    boolean takesNothing() {
        return shape.components().stream().noneMatch(RecordShape.Component::needed);
    }

    /** Returns the JSON types of the notations. */
    List<String> types() {
        List<String> types = new ArrayList<>(List.of("object"));
        if (inOrder()) {
            types.addAll(leastWords() <= 1 ? List.of("string", "number", "boolean") : List.of("string"));
        }
        if (takesNothing()) {
            types.add("null");
        }
        return types;
    }

    /** Requires that a text has at least as many words as there are required arguments. */
    JsonObject limited(JsonObject arguments) {
        if (leastWords() > 1) {
            String words = "\\S+(?:\\s+\\S+){" + (leastWords() - 1) + "}";
            ScalarSchema.patterned(arguments, words + "|" + ScalarSchema.OPEN, usage());
        }
        return arguments;
    }

    /** Returns the name with its arguments in order, in the notation of the CLI's help. */
    String usage() {
        int least = leastWords();
        List<String> positions = inOrder() ? shape.positional() : List.of();
        List<String> words = new ArrayList<>(List.of(name));
        for (int i = 0; i < positions.size(); i++) {
            words.add(
                    i < least
                            ? positions.get(i).toUpperCase(Locale.ROOT)
                            : "[" + positions.get(i).toUpperCase(Locale.ROOT) + "]");
        }
        return String.join(" ", words);
    }

    private boolean inOrder() {
        return !shape.positional().isEmpty()
                && shape.components().stream()
                        .filter(RecordShape.Component::needed)
                        .allMatch(component -> component.arg().position() >= 0);
    }

    /** The number of words up to the last required argument. */
    private int leastWords() {
        return inOrder()
                ? shape.components().stream()
                        .filter(RecordShape.Component::needed)
                        .mapToInt(component -> component.arg().position() + 1)
                        .max()
                        .orElse(0)
                : 0;
    }
}

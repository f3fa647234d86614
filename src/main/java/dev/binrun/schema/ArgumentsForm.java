package dev.binrun.schema;

import com.google.gson.JsonObject;
import dev.binrun.scenario.RecordShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How arguments can be written, for the schema: as a map, as a scalar in the CLI's order, or not at all.
 *
 * @param name whose arguments they are
 */
record ArgumentsForm(String name, RecordShape shape) {
    boolean takesNothing() {
        return shape.components().stream().noneMatch(RecordShape.Component::needed);
    }

    /** The JSON types. */
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

    /** Lets a text only be so many words as are needed. */
    JsonObject limited(JsonObject arguments) {
        if (leastWords() > 1) {
            String words = "\\S+(?:\\s+\\S+){" + (leastWords() - 1) + "}";
            ScalarSchema.patterned(arguments, words + "|" + ScalarSchema.OPEN, usage());
        }
        return arguments;
    }

    /** The arguments in order, as the CLI's help writes them. */
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

    /** How many words there must be, for the last that is needed to be among them. */
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

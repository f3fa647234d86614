package dev.binrun.form;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shape of a JSON tree: the keys of its maps, the elements of its lists. A tree with several possible shapes has
 * the keys of all of them. {@link #parse} describes the notation.
 *
 * @param name the name that refers to this shape; empty if it has none
 * @param kinds the possible kinds of the value
 * @param keys the known keys of a map, with the shapes of their values
 * @param others the shape of each value in a map whose keys a user chose
 * @param elements the shape of each element of a list
 */
public record Shape(
        String name, Set<ShapeKind> kinds, Map<String, Shape> keys, Optional<Shape> others, Optional<Shape> elements) {
    /** A kind of JSON value. */
    public enum ShapeKind {
        TEXT,
        NUMBER,
        BOOLEAN,
        LIST,
        MAP;

        @Override
        public String toString() {
            return super.toString().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Shape {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    /** Any JSON value. */
    public static final Shape ANY =
            new Shape("any", EnumSet.allOf(ShapeKind.class), Map.of(), Optional.empty(), Optional.empty());

    /**
     * Reads a shape: {@code text}, {@code number}, {@code boolean}, {@code time} (a text), {@code duration} (a number
     * of nanoseconds) or {@code any}; {@code {a b: text, c: number}} for a map, {@code {*: text}} for one whose keys a
     * user chose; {@code [text]} for a list; {@code x | y} for either; or a name.
     *
     * @param named the shapes that can be named
     * @throws IllegalArgumentException if the text is not a shape
     */
    public static Shape parse(String text, Map<String, Shape> named) {
        return new ShapeReader(text, named).read();
    }

    /** Returns the shape of a list with elements of this shape. */
    public Shape list() {
        return new Shape("", EnumSet.of(ShapeKind.LIST), Map.of(), Optional.empty(), Optional.of(this));
    }

    /** Returns this shape with a name. */
    public Shape named(String other) {
        return new Shape(other, kinds, keys, others, elements);
    }

    /** Returns whether any value has this shape. */
    public boolean isAny() {
        return equals(ANY);
    }

    /** Returns whether a value of a kind can have this shape. */
    public boolean has(ShapeKind kind) {
        return kinds.contains(kind);
    }

    /** Returns the shape of the value of a key; empty if no value of this shape has the key. */
    public Optional<Shape> key(String key) {
        return isAny() ? Optional.of(ANY) : Optional.ofNullable(keys.get(key)).or(() -> others);
    }

    /**
     * Returns the shape at a path such as {@code messages[].data}, where {@code *} is any key; empty if there is no
     * such path.
     */
    public Optional<Shape> at(String path) {
        Optional<Shape> here = Optional.of(this);
        for (String key : path.split("\\.|(?=\\[])")) {
            here = here.flatMap(shape -> switch (key) {
                case "" -> Optional.of(shape);
                case "*" -> Optional.of(shape.values());
                case "[]" -> shape.isAny() ? Optional.of(ANY) : shape.elements;
                default -> shape.key(key);
            });
        }
        return here;
    }

    /** Returns the shape of the values of a map. */
    public Shape values() {
        return isAny()
                ? ANY
                : Stream.concat(keys.values().stream(), others.stream())
                        .reduce(Shape::or)
                        .orElse(ANY);
    }

    /** Returns the shape of a value that has this shape or another. */
    public Shape or(Shape other) {
        if (equals(other)) {
            return this;
        }
        if (isAny() || other.isAny()) {
            return ANY;
        }
        Set<ShapeKind> both = EnumSet.copyOf(kinds);
        both.addAll(other.kinds);
        Map<String, Shape> all = new LinkedHashMap<>(keys);
        other.keys.forEach((key, shape) -> all.merge(key, shape, Shape::or));
        return new Shape("", both, all, either(others, other.others), either(elements, other.elements));
    }

    private static Optional<Shape> either(Optional<Shape> one, Optional<Shape> other) {
        return one.isPresent() && other.isPresent() ? Optional.of(one.get().or(other.get())) : one.or(() -> other);
    }

    /** Returns the shape in the notation of {@link #parse}. */
    @Override
    public String toString() {
        if (!name.isEmpty()) {
            return name;
        }
        return kinds.stream()
                .map(kind -> switch (kind) {
                    case MAP -> map();
                    case LIST -> "[" + elements.orElse(ANY) + "]";
                    default -> kind.toString();
                })
                .collect(Collectors.joining(" | "));
    }

    private String map() {
        Stream<String> known = keys.entrySet().stream().map(key -> key.getKey() + ": " + key.getValue());
        return Stream.concat(known, others.stream().map(values -> "*: " + values))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}

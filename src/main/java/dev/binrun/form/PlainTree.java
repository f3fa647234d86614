package dev.binrun.form;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Converts between JSON and trees of plain Java values: maps, lists, texts, numbers, booleans, null and records. A
 * project's own code sees only such trees.
 */
public final class PlainTree {
    private static final int MOST_LEVELS = 200;

    /** Numbers of other packages, such as AtomicLong, can change later. */
    private static final Set<String> NUMBERS = Set.of("java.lang", "java.math");

    private PlainTree() {}

    /**
     * Returns JSON as plain values: an unmodifiable {@code Map}, an unmodifiable {@code List}, a {@code String}, a
     * {@code Boolean}, or null. Whole numbers are {@code Long} if they fit, all others {@code BigDecimal}.
     */
    public static Object of(JsonElement json) {
        if (json.isJsonObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            json.getAsJsonObject().asMap().forEach((key, value) -> map.put(key, of(value)));
            return Collections.unmodifiableMap(map);
        }
        if (json.isJsonArray()) {
            List<Object> list = new ArrayList<>();
            json.getAsJsonArray().forEach(element -> list.add(of(element)));
            return Collections.unmodifiableList(list);
        }
        if (json.isJsonNull()) {
            return null;
        }
        JsonPrimitive scalar = json.getAsJsonPrimitive();
        if (scalar.isNumber()) {
            return number(scalar.getAsBigDecimal());
        }
        return scalar.isBoolean() ? (Object) scalar.getAsBoolean() : scalar.getAsString();
    }

    /**
     * Returns plain values as JSON that shares nothing with them. A record becomes a map with its components' names in
     * snake case; a component that is an empty {@code Optional} is omitted. JSON itself is copied.
     *
     * @throws IllegalArgumentException if a value has another type; the message starts with the path of the value
     */
    public static JsonElement json(Object value) {
        return json(value, "", MOST_LEVELS);
    }

    /** Returns the name of a record's component in a scenario, such as {@code how_many} for {@code howMany}. */
    public static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static Object number(BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException notALong) {
            return number;
        }
    }

    private static JsonElement json(Object value, String path, int levels) {
        if (levels == 0) {
            throw wrong(path, "is nested deeper than " + MOST_LEVELS + " levels; does it contain itself?");
        }
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        if (value instanceof JsonElement json) {
            return json.deepCopy();
        }
        if (value instanceof Optional<?> optional) {
            return json(optional.orElse(null), path, levels - 1);
        }
        if (value instanceof Map<?, ?> map) {
            return object(map, path, levels);
        }
        if (value instanceof Collection<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(element -> array.add(json(element, path + "[" + array.size() + "]", levels - 1)));
            return array;
        }
        return value instanceof Record composed ? json(composed, path, levels) : scalar(value, path);
    }

    private static JsonElement scalar(Object value, String path) {
        if (value instanceof String text) {
            return new JsonPrimitive(text);
        }
        if (value instanceof Boolean flag) {
            return new JsonPrimitive(flag);
        }
        if (value instanceof Number number && NUMBERS.contains(value.getClass().getPackageName())) {
            double size = number.doubleValue();
            boolean floating = value instanceof Double || value instanceof Float;
            if (floating && !Double.isFinite(size)) {
                throw wrong(path, "is " + value + ", which is not a number in JSON");
            }
            return new JsonPrimitive(number);
        }
        throw wrong(
                path,
                "has the type " + value.getClass().getTypeName()
                        + "; use Map, List, String, numbers, booleans, null and records");
    }

    private static JsonObject object(Map<?, ?> map, String path, int levels) {
        JsonObject object = new JsonObject();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                String type = key == null ? "null" : key.getClass().getTypeName();
                throw wrong(path, "has a key of the type " + type + "; use String");
            }
            object.add(name, json(value, below(path, name), levels - 1));
        });
        return object;
    }

    private static JsonObject json(Record value, String path, int levels) {
        JsonObject object = new JsonObject();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            String name = snakeCase(component.getName());
            Object part = part(value, component, below(path, name));
            if (!(part instanceof Optional<?> optional && optional.isEmpty())) {
                object.add(name, json(part, below(path, name), levels - 1));
            }
        }
        return object;
    }

    private static Object part(Record value, RecordComponent component, String path) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(value);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    wrong(path, "cannot be read: " + e.getCause()).getMessage(), e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalArgumentException(
                    wrong(path, "cannot be read: " + e.getMessage()).getMessage(), e);
        }
    }

    private static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static IllegalArgumentException wrong(String path, String problem) {
        return new IllegalArgumentException((path.isEmpty() ? "the value " : "'" + path + "' ") + problem);
    }
}

package dev.binrun.scenario;

import com.google.gson.JsonObject;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.form.Nearest;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Creates records from maps: each component takes the value of the key with its name. At load, values with references
 * are only checked; right before a step, they are bound.
 */
public record Binder(ValueBinder values, Problems problems) {
    /**
     * Returns the record that a map describes; empty if it has a problem, which is added, or a value that is not known
     * yet.
     *
     * @param what the name of the map in errors, such as {@code 'pub'}
     */
    <R> Optional<R> bind(Class<R> type, Mapping map, String what) {
        RecordShape shape = RecordShape.of(type);
        Set<String> taken = new HashSet<>();
        Binder binder = shape.counts(map) ? new Binder(values.counted(), problems) : this;
        Optional<Object> bound = binder.bind(shape, map, what, taken);
        unknownKeys(shape, map, what, taken);
        return bound.map(type::cast);
    }

    private Optional<Object> bind(RecordShape shape, Mapping map, String what, Set<String> taken) {
        Object[] arguments = new Object[shape.components().size()];
        boolean complete = true;
        for (int i = 0; i < arguments.length; i++) {
            RecordShape.Component component = shape.components().get(i);
            Optional<Object> value = component(component, map, what, taken);
            complete &= value.isPresent();
            arguments[i] = value.orElse(null);
        }
        return complete ? construct(shape, map, arguments) : Optional.empty();
    }

    private Optional<Object> component(RecordShape.Component component, Mapping map, String what, Set<String> taken) {
        if (component.fields().isPresent()) {
            return fields(component, map, taken);
        }
        if (component.inner().isPresent()) {
            return new Binder(values.of(component), problems)
                    .bind(component.inner().get(), map, what, taken);
        }
        List<Entry> entries = new ArrayList<>(1);
        for (String name : component.names()) {
            map.entry(name).ifPresent(entries::add);
        }
        entries.forEach(entry -> taken.add(entry.key().text()));
        if (entries.size() > 1) {
            problems.add(
                    entries.get(1).key().place(),
                    "'" + entries.get(1).key().text() + "' is another name of '"
                            + entries.get(0).key().text() + "'; remove one of them");
            return Optional.empty();
        }
        if (entries.isEmpty()) {
            return missing(component, map, what);
        }
        return values.of(component, entries.get(0).value());
    }

    private Optional<Object> missing(RecordShape.Component component, Mapping map, String what) {
        if (component.arg().required()) {
            problems.add(
                    map.place(),
                    what + " needs '" + component.name() + "'"
                            + (explains(component) ? ", " + component.arg().value() : ""));
            return Optional.empty();
        }
        return component.ifMissing();
    }

    /** Returns whether the description of an argument says more than its name. */
    private static boolean explains(RecordShape.Component component) {
        String value = component.arg().value();
        return !value.isEmpty() && !value.equals("the " + component.name());
    }

    private Optional<Object> fields(RecordShape.Component component, Mapping map, Set<String> taken) {
        boolean unknownToo = ArgumentReader.allowsUnknown(map);
        ApiFieldReader reader = new ApiFieldReader(values, problems, unknownToo, component.removable());
        Set<String> own = new HashSet<>(component.reserved());
        JsonObject config = new JsonObject();
        boolean complete = true;
        for (Entry entry : map.entries()) {
            if (!own.contains(entry.key().text())
                    && (unknownToo || component.fields().get().knows(entry.key().text()))) {
                taken.add(entry.key().text());
                complete &= reader.add(config, component.fields().get(), entry);
            }
        }
        return complete ? Optional.of(config) : Optional.empty();
    }

    private void unknownKeys(RecordShape shape, Mapping map, String what, Set<String> taken) {
        for (Entry entry : map.entries()) {
            String key = entry.key().text();
            if (!taken.contains(key)) {
                problems.add(entry.key().place(), what + " has no '" + key + "'" + Nearest.hint(key, shape.names()));
            }
        }
    }

    private Optional<Object> construct(RecordShape shape, Mapping map, Object[] arguments) {
        try {
            return Optional.of(shape.constructor().newInstance(arguments));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidArgumentException invalid) {
                Place place = map.entry(invalid.argument())
                        .map(entry -> entry.value().place())
                        .orElse(map.place());
                problems.add(place, invalid.getMessage());
                return Optional.empty();
            }
            throw new IllegalStateException("the constructor of " + shape.type() + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the record " + shape.type() + " cannot be created", e);
        }
    }
}

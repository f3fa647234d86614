package dev.binrun.scenario;

import dev.binrun.form.Arg;
import dev.binrun.form.ConfigFields;
import dev.binrun.form.ForEach;
import dev.binrun.form.IndexRange;
import dev.binrun.form.PlainTree;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.verb.NestedSteps;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The names and types of a record's components in a scenario, read from their annotations. */
public final class RecordShape {
    /**
     * A component of a record.
     *
     * @param names the name in a scenario, then the other accepted names
     * @param type the type of the value, without {@code Optional}
     * @param optional whether the component is an {@code Optional}
     * @param arg the annotation; null for an inner record and for API fields
     * @param inner the shape of an inner record, whose keys are among those of this one
     * @param fields the API fields that the component takes
     * @param removable whether the API fields can be null
     * @param forEach the item that the references of the value are looked up for
     * @param reserved the names of the other components, which are not API fields
     */
    public record Component(
            List<String> names,
            Type type,
            boolean optional,
            Arg arg,
            Optional<RecordShape> inner,
            Optional<ApiFields> fields,
            boolean removable,
            Optional<ForEach> forEach,
            List<String> reserved) {
        /** Returns the component's name in a scenario. */
        public String name() {
            return names.get(0);
        }

        /** Returns whether the component is required. */
        public boolean needed() {
            return arg != null && arg.required();
        }

        /** Returns the value if a scenario omits the component. */
        Optional<Object> ifMissing() {
            if (optional) {
                return Optional.of(Optional.empty());
            }
            if (type instanceof ParameterizedType container) {
                return Optional.of(container.getRawType() == Map.class ? Map.of() : List.of());
            }
            if (type != boolean.class) {
                throw new IllegalStateException("a component of " + type + " must be Optional or required");
            }
            return Optional.of(false);
        }
    }

    private static final ConcurrentMap<Class<?>, RecordShape> KNOWN = new ConcurrentHashMap<>();

    private final Class<?> type;
    private final Constructor<?> constructor;
    private final List<Component> components;

    private RecordShape(Class<?> type) {
        this.type = type;
        this.constructor = canonical(type);
        this.components = components(type);
    }

    /** Returns the shape of a record. */
    public static RecordShape of(Class<?> type) {
        RecordShape known = KNOWN.get(type);
        if (known == null) {
            known = new RecordShape(
                    type); // not in computeIfAbsent, because a shape can contain the shape of an inner record
            KNOWN.putIfAbsent(type, known);
        }
        return known;
    }

    Class<?> type() {
        return type;
    }

    Constructor<?> constructor() {
        return constructor;
    }

    /** Returns the record's components, in order. */
    public List<Component> components() {
        return components;
    }

    /** Returns the first name of each accepted key. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Component component : components) {
            component
                    .inner()
                    .ifPresentOrElse(
                            inner -> names.addAll(inner.names()),
                            () -> component
                                    .fields()
                                    .ifPresentOrElse(
                                            fields -> names.addAll(fields.names()), () -> names.add(component.name())));
        }
        return names;
    }

    /** Returns whether a key is accepted under any of its names. */
    boolean takes(String key) {
        return components.stream()
                .anyMatch(component -> component
                                .inner()
                                .map(inner -> inner.takes(key))
                                .orElse(false)
                        || component.fields().map(fields -> fields.knows(key)).orElse(false)
                        || component.names().contains(key));
    }

    /** Returns whether a map has a count, whose index is {@code i}. */
    boolean counts(Tree.Mapping map) {
        for (Component component : components) {
            if (component.type() == IndexRange.class
                    && component.names().stream()
                            .anyMatch(name -> map.entry(name).isPresent())) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the component with this name takes a list of steps. */
    boolean takesSteps(String key) {
        return of(key).filter(component -> component.type() == NestedSteps.class)
                .isPresent();
    }

    /** Returns whether the component with this name takes several lists of steps. */
    boolean takesBranches(String key) {
        return of(key).filter(component -> component.type() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] == NestedSteps.class)
                .isPresent();
    }

    /** Returns whether a component takes steps. */
    boolean holdsSteps() {
        return components.stream()
                .anyMatch(component -> takesSteps(component.name()) || takesBranches(component.name()));
    }

    /** Returns the names of the positional arguments, in order. */
    public List<String> positional() {
        return components.stream()
                .filter(component -> component.arg() != null && component.arg().position() >= 0)
                .sorted(Comparator.comparingInt(component -> component.arg().position()))
                .map(component ->
                        component.inner().map(inner -> inner.names().get(0)).orElse(component.name()))
                .toList();
    }

    private Optional<Component> of(String key) {
        return components.stream()
                .filter(component -> component.names().contains(key))
                .findFirst();
    }

    private static Constructor<?> canonical(Class<?> type) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no canonical constructor", e);
        }
    }

    private static List<Component> components(Class<?> type) {
        List<String> own = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAnnotation(Arg.class) != null) {
                own.addAll(names(component, component.getAnnotation(Arg.class)));
            } else if (component.getType().isRecord()) {
                of(component.getType()).components().forEach(inner -> own.addAll(inner.names()));
            }
        }
        return Arrays.stream(type.getRecordComponents())
                .map(component -> component(component, own))
                .toList();
    }

    /** The annotations of components that have none. */
    private record Plain(
            @Arg("") boolean optional,
            @Arg(value = "", required = true) boolean needed) {
        static Arg arg(boolean needed) {
            return Plain.class.getRecordComponents()[needed ? 1 : 0].getAnnotation(Arg.class);
        }
    }

    private static Component component(RecordComponent component, List<String> own) {
        ConfigFields fields = component.getAnnotation(ConfigFields.class);
        Type generic = component.getGenericType();
        boolean optional = component.getType() == Optional.class;
        Type type = optional ? ((ParameterizedType) generic).getActualTypeArguments()[0] : generic;
        boolean inlined = type instanceof Class<?> c
                && c.isRecord()
                && !optional
                && ValueFormat.of(c).isEmpty();
        Arg written = component.getAnnotation(Arg.class);
        boolean needed = !optional && type != boolean.class && !(type instanceof ParameterizedType);
        Arg arg = written == null && !inlined && fields == null ? Plain.arg(needed) : written;
        return new Component(
                names(component, arg),
                type,
                optional,
                arg,
                inlined ? Optional.of(of((Class<?>) type)) : Optional.empty(),
                Optional.ofNullable(fields).map(annotation -> ApiFields.of(annotation.value())),
                fields != null && fields.removable(),
                Optional.ofNullable(component.getAnnotation(ForEach.class)),
                own);
    }

    private static List<String> names(RecordComponent component, Arg arg) {
        List<String> names = new ArrayList<>();
        boolean named = arg != null && !arg.name().isEmpty();
        names.add(named ? arg.name() : PlainTree.snakeCase(component.getName()));
        if (arg != null) {
            names.addAll(List.of(arg.also()));
        }
        return names;
    }
}

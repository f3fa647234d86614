package dev.binrun.verb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All verbs, in the order of the reference. */
public final class Verbs {
    private static final List<VerbType> ALL = List.of(
            writes("stream add", StreamAdd.class, "stream create", "stream new"),
            reads("stream info", StreamInfo.class, "stream nfo", "stream i"),
            writes("consumer add", ConsumerAdd.class, "consumer create", "consumer new"),
            writes("consumer next", ConsumerNext.class),
            writes("kv add", KvAdd.class, "kv new"),
            reads("kv get", KvGet.class),
            writes("kv put", KvPut.class),
            writes("pub", Pub.class, "publish"));

    private static final Map<String, VerbType> BY_NAME = byName();

    private Verbs() {}

    /** All verbs. */
    public static List<VerbType> all() {
        return ALL;
    }

    /** The verb with a name or an alias. */
    public static Optional<VerbType> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Every name and alias. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    private static <V extends Record & Verb> VerbType reads(String name, Class<V> arguments, String... aliases) {
        return new VerbType(name, arguments, true, List.of(aliases));
    }

    private static <V extends Record & Verb> VerbType writes(String name, Class<V> arguments, String... aliases) {
        return new VerbType(name, arguments, false, List.of(aliases));
    }

    private static Map<String, VerbType> byName() {
        Map<String, VerbType> names = new LinkedHashMap<>();
        for (VerbType type : ALL) {
            names.put(type.name(), type);
            type.aliases().forEach(alias -> names.put(alias, type));
        }
        return names;
    }
}

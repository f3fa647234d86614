package dev.binrun.registry;

import dev.binrun.verb.OwnVerb;
import dev.binrun.verb.VerbType;
import dev.binrun.verb.consumer.ConsumerVerbs;
import dev.binrun.verb.fault.FaultVerbs;
import dev.binrun.verb.flow.FlowVerbs;
import dev.binrun.verb.kv.KvVerbs;
import dev.binrun.verb.message.MessageVerbs;
import dev.binrun.verb.object.ObjectVerbs;
import dev.binrun.verb.observe.ObserveVerbs;
import dev.binrun.verb.stream.StreamVerbs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All verbs, by family and by name. */
public final class Verbs {
    private static final List<VerbType> OURS = Stream.of(
                    StreamVerbs.ALL,
                    ConsumerVerbs.ALL,
                    KvVerbs.ALL,
                    ObjectVerbs.ALL,
                    MessageVerbs.ALL,
                    ObserveVerbs.ALL,
                    FaultVerbs.ALL,
                    FlowVerbs.ALL)
            .flatMap(List::stream)
            .toList();

    /** The aliases of the families in the nats CLI ({@code nats str ls}). */
    private static final Map<String, String> FAMILIES = Map.ofEntries(
            Map.entry("str", "stream"),
            Map.entry("st", "stream"),
            Map.entry("ms", "stream"),
            Map.entry("s", "stream"),
            Map.entry("con", "consumer"),
            Map.entry("obs", "consumer"),
            Map.entry("c", "consumer"),
            Map.entry("obj", "object"),
            Map.entry("a", "account"),
            Map.entry("srv", "server"),
            Map.entry("sys", "server"));

    private static final OwnVerbs OWN =
            OwnVerbs.load(ServiceLoader.load(OwnVerb.class, OwnVerb.class.getClassLoader()), byName(OURS)::containsKey);

    private static final List<VerbType> ALL =
            Stream.of(OURS, OWN.found()).flatMap(List::stream).toList();

    private static final Map<String, VerbType> BY_NAME = byName(ALL);

    private Verbs() {}

    /** Returns all verbs. */
    public static List<VerbType> all() {
        return ALL;
    }

    /** Returns the verbs of binrun, without those of projects. */
    public static List<VerbType> ours() {
        return OURS;
    }

    /** Returns the verbs of projects on the class path. */
    public static List<VerbType> own() {
        return OWN.found();
    }

    /** Returns a message for each verb of a project that cannot be used. */
    public static List<String> problems() {
        return OWN.problems();
    }

    /** Returns the verb with a name or an alias; empty if there is none. */
    public static Optional<VerbType> find(String name) {
        int blank = name.indexOf(' ');
        String family = blank < 0 ? name : name.substring(0, blank);
        String whole = FAMILIES.getOrDefault(family, family) + name.substring(family.length());
        return Optional.ofNullable(BY_NAME.get(whole));
    }

    /** Returns every name and alias, with the first names of the families. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    /** Returns the names of a family: the given first word of a verb's name, and its aliases. */
    public static Set<String> families(String family) {
        Set<String> names = new TreeSet<>(Set.of(family));
        FAMILIES.forEach((other, first) -> {
            if (first.equals(family)) {
                names.add(other);
            }
        });
        return names;
    }

    /**
     * Returns the verbs that create the items under a top-level key of a scenario, by that key, in the order of
     * creation.
     */
    public static Map<String, VerbType> byTopologyKey() {
        Map<String, VerbType> creating = new LinkedHashMap<>();
        OURS.forEach(verb -> verb.topologyKey().ifPresent(key -> creating.put(key, verb)));
        return creating;
    }

    private static Map<String, VerbType> byName(List<VerbType> types) {
        Map<String, VerbType> names = new LinkedHashMap<>();
        for (VerbType type : types) {
            names.put(type.name(), type);
            type.aliases().forEach(alias -> names.put(alias, type));
        }
        return Map.copyOf(names);
    }
}

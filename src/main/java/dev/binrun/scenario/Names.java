package dev.binrun.scenario;

import com.google.gson.JsonElement;
import dev.binrun.form.Nearest;
import dev.binrun.form.Reference;
import dev.binrun.form.Scope;
import dev.binrun.form.Template;
import dev.binrun.form.UnknownName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is known of names at load: the values of some, of others only that there will be one. */
final class Names implements Scope {
    private final Map<String, JsonElement> values;
    private final Set<String> later;
    private final Set<String> tooLate;

    Names(Map<String, JsonElement> values, Set<String> later) {
        this(values, later, Set.of());
    }

    private Names(Map<String, JsonElement> values, Set<String> later, Set<String> tooLate) {
        this.values = Map.copyOf(values);
        this.later = Set.copyOf(later);
        this.tooLate = Set.copyOf(tooLate);
    }

    /** These names and one more that will have a value when it is needed. */
    Names andLater(String name) {
        Set<String> more = new TreeSet<>(later);
        more.add(name);
        return new Names(values, more);
    }

    /** These names and one more with its value. */
    Names with(Map<String, JsonElement> more) {
        Map<String, JsonElement> all = new HashMap<>(values);
        all.putAll(more);
        return new Names(all, later, tooLate);
    }

    /** Only those names that have their value already. */
    Names withoutLater() {
        return new Names(values, Set.of(), later);
    }

    /** The values that are known. */
    Map<String, JsonElement> values() {
        return values;
    }

    /** Whether everything that a text refers to has its value already. */
    boolean knows(Template template) {
        return template.references().stream().allMatch(reference -> values.containsKey(reference.root()));
    }

    /**
     * Checks that everything that a text refers to is known or will be.
     *
     * @throws UnknownName if something is not
     */
    void check(Template template) {
        for (Reference reference : template.references()) {
            String root = reference.root();
            if (tooLate.contains(root)) {
                throw new UnknownName("'" + root + "' in '" + reference
                        + "' is known only while the scenario runs, this must be known before");
            }
            if (!values.containsKey(root) && !later.contains(root)) {
                throw new UnknownName(
                        "unknown name '" + root + "' in '" + reference + "'" + Nearest.hint(root, names()));
            }
        }
    }

    @Override
    public Optional<JsonElement> lookup(String name) {
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public Set<String> names() {
        Set<String> all = new TreeSet<>(later);
        all.addAll(values.keySet());
        return all;
    }
}

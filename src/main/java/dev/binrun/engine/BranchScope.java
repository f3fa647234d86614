package dev.binrun.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Scope;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The values that the steps of a branch can look up: variables, the matrix, kept answers, and the time. */
final class BranchScope implements Scope {
    private final Map<String, JsonElement> values = new LinkedHashMap<>();
    private final Set<String> kept = new HashSet<>();

    /** Creates the scope of a branch that has not kept any answer. */
    BranchScope(Map<String, JsonElement> values) {
        this.values.putAll(values);
    }

    /** Keeps an answer under a name. */
    void keep(String name, JsonElement answer) {
        values.put(name, answer);
        kept.add(name);
    }

    /** Returns the scope with which a branch within this one starts. */
    BranchScope copy() {
        return new BranchScope(values);
    }

    /** Keeps the answers that a branch within this one kept. */
    void keepAll(BranchScope inner) {
        inner.kept.forEach(name -> keep(name, inner.values.get(name)));
    }

    @Override
    public Optional<JsonElement> lookup(String name) {
        return name.equals("now")
                ? Optional.of(new JsonPrimitive(Instant.now().toString()))
                : Optional.ofNullable(values.get(name));
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>(values.keySet());
        names.add("now");
        return names;
    }
}

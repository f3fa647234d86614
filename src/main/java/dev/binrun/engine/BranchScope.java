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

/** What the steps of a strand can look up: variables and matrix, the answers that were kept, and the time. */
final class BranchScope implements Scope {
    private final Map<String, JsonElement> values = new LinkedHashMap<>();
    private final Set<String> own = new HashSet<>();

    BranchScope(Map<String, JsonElement> names) {
        values.putAll(names);
    }

    /** Keeps an answer under a name. */
    void keep(String name, JsonElement answer) {
        values.put(name, answer);
        own.add(name);
    }

    /** What a branch starts from. */
    BranchScope copy() {
        return new BranchScope(values);
    }

    /** Keeps what was kept in a branch. */
    void keepAll(BranchScope branch) {
        branch.own.forEach(name -> keep(name, branch.values.get(name)));
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

package dev.binrun.form;

import com.google.gson.JsonElement;
import java.util.Optional;
import java.util.Set;

/** The names that {@code ${…}} can look up. */
public interface Scope {
    /** Returns the tree under a name; empty if the name is unknown. */
    Optional<JsonElement> lookup(String name);

    /** Returns all known names, which a hint can propose. */
    Set<String> names();

    /** Returns this scope with one more name, which takes precedence over the others. */
    default Scope with(String name, JsonElement value) {
        Scope outer = this;
        return new Scope() {
            @Override
            public Optional<JsonElement> lookup(String wanted) {
                return wanted.equals(name) ? Optional.of(value) : outer.lookup(wanted);
            }

            @Override
            public Set<String> names() {
                Set<String> all = new java.util.TreeSet<>(outer.names());
                all.add(name);
                return all;
            }
        };
    }
}

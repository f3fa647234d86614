package dev.binrun.form;

import com.google.gson.JsonElement;
import java.util.Optional;
import java.util.Set;

/** The names that {@code ${…}} can look up. */
public interface Scope {
    /** The tree under a name, if it is known. */
    Optional<JsonElement> lookup(String name);

    /** All names known here, for a hint. */
    Set<String> names();

    /** This scope with one more name in front. */
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

package dev.binrun.scenario;

import com.google.gson.JsonElement;
import dev.binrun.form.Scope;
import java.util.Optional;
import java.util.Set;

/** The names that a step without a count knows in a turn of a repetition: {@code i} stays the index of the turn. */
record RepeatTurn(Scope around) implements Scope {
    @Override
    public Optional<JsonElement> lookup(String name) {
        return around.lookup(name);
    }

    @Override
    public Set<String> names() {
        return around.names();
    }

    @Override
    public Scope with(String name, JsonElement value) {
        return name.equals("i") ? this : new RepeatTurn(around.with(name, value));
    }
}

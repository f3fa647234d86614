package dev.binrun.scenario;

import com.google.gson.JsonElement;
import dev.binrun.form.Scope;
import java.util.Optional;
import java.util.Set;

/** What is known in a turn of a repetition to a step without a count of its own: {@code i} is the turn's, and stays so. */
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

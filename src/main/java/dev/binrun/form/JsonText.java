package dev.binrun.form;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.function.Function;

/** A JSON payload whose values can depend on {@code ${i}}. */
public final class JsonText {
    private final Scope scope;
    private final Function<Scope, JsonElement> tree;

    /**
     * @param scope the names that the tree's references are looked up in
     * @param tree creates the tree from the names of a scope
     */
    public JsonText(Scope scope, Function<Scope, JsonElement> tree) {
        this.scope = scope;
        this.tree = tree;
    }

    /** Returns this payload with one more name, which takes precedence over the others. */
    public JsonText with(String name, JsonElement value) {
        return new JsonText(scope.with(name, value), tree);
    }

    /**
     * Returns the tree for an index.
     *
     * @throws UnknownNameException if a reference leads nowhere
     */
    public JsonElement at(long i) {
        return tree.apply(scope.with("i", new JsonPrimitive(i)));
    }
}

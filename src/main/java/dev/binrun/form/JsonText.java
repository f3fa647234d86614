package dev.binrun.form;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.function.Function;

/** A JSON tree that may change with {@code ${i}}. */
public final class JsonText {
    private final Scope scope;
    private final Function<Scope, JsonElement> tree;

    /**
     * @param scope where the tree's names are looked up
     * @param tree makes the tree with the names of a scope
     */
    public JsonText(Scope scope, Function<Scope, JsonElement> tree) {
        this.scope = scope;
        this.tree = tree;
    }

    /** This tree with one more name in front of those that it is looked up in. */
    public JsonText with(String name, JsonElement value) {
        return new JsonText(scope.with(name, value), tree);
    }

    /**
     * The tree for an index.
     *
     * @throws UnknownNameException if something in it is not there
     */
    public JsonElement at(long i) {
        return tree.apply(scope.with("i", new JsonPrimitive(i)));
    }
}

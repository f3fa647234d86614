package dev.binrun.form;

import com.google.gson.JsonElement;
import java.util.function.LongFunction;

/** A JSON tree that may change with {@code ${i}}. */
public final class JsonText {
    private final LongFunction<JsonElement> tree;

    public JsonText(LongFunction<JsonElement> tree) {
        this.tree = tree;
    }

    /**
     * The tree for an index.
     *
     * @throws UnknownName if something in it is not there
     */
    public JsonElement at(long i) {
        return tree.apply(i);
    }
}

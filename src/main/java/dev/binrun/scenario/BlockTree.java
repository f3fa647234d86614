package dev.binrun.scenario;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Tree;
import java.util.function.Function;

/** Steps inside a step that were already read, in place of their list. Their references are looked up when they run. */
record BlockTree(Place place, Block block) implements Tree {
    @Override
    public boolean open() {
        return false;
    }

    @Override
    public String kind() {
        return "a list of steps";
    }

    @Override
    public JsonElement json() {
        return JsonNull.INSTANCE;
    }

    @Override
    public JsonElement asWritten() {
        return json();
    }

    @Override
    public Tree replaceScalars(Function<Scalar, Tree> replacement) {
        return this;
    }
}

package dev.binrun.form;

import java.util.ArrayList;
import java.util.List;

/** An enum constant with alternative words in a scenario. */
public interface Choice {
    /** Returns the other accepted words. */
    List<String> also();

    /** Returns every accepted word for a constant, starting with its name. */
    static List<String> words(Object constant) {
        List<String> words = new ArrayList<>(List.of(constant.toString()));
        if (constant instanceof Choice choice) {
            words.addAll(choice.also());
        }
        return words;
    }
}

package dev.binrun.form;

import java.util.ArrayList;
import java.util.List;

/** One of several words, where it has other words too. */
public interface Choice {
    /** The other words that are taken for it. */
    List<String> also();

    /** Every word that is taken for a constant, its name in a scenario first. */
    static List<String> words(Object constant) {
        List<String> words = new ArrayList<>(List.of(constant.toString()));
        if (constant instanceof Choice choice) {
            words.addAll(choice.also());
        }
        return words;
    }
}

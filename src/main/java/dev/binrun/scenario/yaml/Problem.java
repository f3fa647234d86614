package dev.binrun.scenario.yaml;

/**
 * One thing that is wrong in a scenario file.
 *
 * @param place where
 * @param message what is wrong, and what was meant
 * @param excerpt the line with a caret under the place; empty where there is none
 */
public record Problem(Place place, String message, String excerpt) {
    @Override
    public String toString() {
        return place + ": " + message + (excerpt.isEmpty() ? "" : "\n" + excerpt);
    }
}

package dev.binrun.scenario.yaml;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A problem in a scenario file.
 *
 * @param place the place of the problem
 * @param message the problem and its fix
 * @param excerpt the line with a caret under the place; empty if the line is blank
 */
@API(status = Status.EXPERIMENTAL)
public record Problem(Place place, String message, String excerpt) {
    @Override
    public String toString() {
        return place + ": " + message + (excerpt.isEmpty() ? "" : "\n" + excerpt);
    }
}

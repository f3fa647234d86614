package dev.binrun.scenario;

import dev.binrun.check.Check;
import dev.binrun.check.CheckType;
import dev.binrun.scenario.yaml.Place;
import java.util.List;

/**
 * A check that a scenario states.
 *
 * @param place where it stands
 * @param label what reports call it
 * @param check the check with its arguments
 * @param excerpt the lines of the file that it is written in
 */
public record StatedCheck(Place place, String label, CheckType type, Check check, List<String> excerpt) {
    public StatedCheck {
        excerpt = List.copyOf(excerpt);
    }
}

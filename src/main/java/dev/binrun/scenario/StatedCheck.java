package dev.binrun.scenario;

import dev.binrun.check.Check;
import dev.binrun.check.CheckType;
import dev.binrun.scenario.yaml.Place;
import java.util.List;

/**
 * A check that a scenario states.
 *
 * @param place the place of the check in the file
 * @param label the name in reports
 * @param type the type of the check
 * @param check the check with its arguments
 * @param excerpt the lines of the check in the file
 */
public record StatedCheck(Place place, String label, CheckType type, Check check, List<String> excerpt) {
    public StatedCheck {
        excerpt = List.copyOf(excerpt);
    }
}

package dev.binrun.scenario.yaml;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A place in a scenario file.
 *
 * @param path the file, as the user named it
 * @param line the line, from 1
 * @param column the column in characters, from 1
 */
@API(status = Status.EXPERIMENTAL)
public record Place(String path, int line, int column) {
    @Override
    public String toString() {
        return path + ":" + line + ":" + column;
    }
}

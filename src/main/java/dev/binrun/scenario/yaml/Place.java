package dev.binrun.scenario.yaml;

/**
 * A place in a scenario file.
 *
 * @param path the file, as the user named it
 * @param line from 1
 * @param column from 1, in characters
 */
public record Place(String path, int line, int column) {
    @Override
    public String toString() {
        return path + ":" + line + ":" + column;
    }
}

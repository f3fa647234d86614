package dev.binrun.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The page that shows each JetStream operation in three ways.
 *
 * @param setup the rows that come first in every area
 * @param areas the other tables
 * @param blocks the blocks of Java code
 */
record ReferencePage(List<Row> setup, List<Area> areas, List<String> blocks) {
    static final Path PATH = Path.of("docs/jetstream-reference.md");

    /** The URL of the server on the page. */
    static final String URL = "nats://127.0.0.1:4222";

    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern NAMED = Pattern.compile("\\*([^*]+)\\*");
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    /** A table of the page. */
    record Area(String name, List<Row> rows) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** One operation in three ways; a way can be missing, or have several parts. */
    record Row(int line, String what, List<String> cli, List<String> steps, List<String> java) {
        @Override
        public String toString() {
            return PATH + ":" + line + ": " + what;
        }
    }

    static ReferencePage read() throws IOException {
        List<Area> areas = new ArrayList<>();
        String page = Files.readString(PATH);
        List<String> lines = page.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("## ")) {
                areas.add(new Area(line.substring(3), new ArrayList<>()));
            } else if (line.startsWith("This table begins with ")) {
                areas.get(areas.size() - 1).rows().addAll(borrowed(line + " " + lines.get(i + 1), areas));
            } else if (line.startsWith("| ") && !line.startsWith("| task |")) {
                areas.get(areas.size() - 1).rows().add(row(i + 1, line));
            }
        }
        List<String> blocks =
                JAVA.matcher(page).results().map(block -> block.group(1)).toList();
        return new ReferencePage(areas.get(0).rows(), areas.subList(1, areas.size()), blocks);
    }

    /** Returns all rows of an area, with the setup first. */
    List<Row> rows(Area area) {
        List<Row> rows = new ArrayList<>(setup);
        rows.addAll(area.rows());
        return rows;
    }

    /** Returns the rows that a sentence names, such as {@code Begins with *add* of [Streams](#streams)}. */
    private static List<Row> borrowed(String sentence, List<Area> areas) {
        List<Row> all = areas.stream().flatMap(area -> area.rows().stream()).toList();
        return NAMED.matcher(sentence)
                .results()
                .map(name -> name.group(1))
                .map(name -> all.stream()
                        .filter(row -> row.what().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(PATH + ": no row above is '" + name + "'")))
                .toList();
    }

    private static Row row(int number, String line) {
        String[] cells = BAR.split(line);
        if (cells.length != 5) {
            throw new AssertionError(PATH + ":" + number + ": a row has 4 cells, this one " + (cells.length - 1));
        }
        return new Row(number, cells[1].strip(), code(cells[2]), code(cells[3]), code(cells[4]));
    }

    private static List<String> code(String cell) {
        return CODE.matcher(cell.replace("\\|", "|"))
                .results()
                .map(code -> code.group(1))
                .toList();
    }
}

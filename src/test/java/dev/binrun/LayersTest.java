package dev.binrun;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the imports of the sources with the tables of docs/design.md, and checks the form of names and comments. */
class LayersTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "binrun");
    private static final Pattern OURS = Pattern.compile("\\bdev\\.binrun\\.([a-z.]+)\\.[A-Z]");
    private static final Pattern NAME = Pattern.compile("`([\\w.]+)`");
    private static final Pattern TYPE = Pattern.compile("(?<![\\w.])(?:class|interface|enum|record) ([A-Z]\\w*)");
    private static final Pattern EXCEPTION = Pattern.compile("class (\\w+) extends \\w*(?:Exception|Error)\\b");
    private static final Pattern COMMENT = Pattern.compile("//.*|/\\*.*?\\*/", Pattern.DOTALL);

    private final List<String[]> rows = rows();
    private final Map<String, Room> rooms = rows.stream()
            .filter(cells -> cells.length == 4)
            .flatMap(cells ->
                    names(cells[1]).stream().map(name -> new Room(Integer.parseInt(cells[0]), name, cells[3])))
            .collect(toMap(Room::name, room -> room));

    @Test
    void table_hasEachPackage() {
        assertEquals(
                sources().stream().map(LayersTest::room).collect(toCollection(TreeSet::new)),
                new TreeSet<>(rooms.keySet()),
                "packages of src/main/java and rooms of docs/design.md");
    }

    @Test
    void exceptions_endInException() {
        List<String> wrong = sources().stream()
                .flatMap(source -> EXCEPTION.matcher(code(source)).results())
                .map(found -> found.group(1))
                .filter(name -> !name.endsWith("Exception"))
                .toList();
        assertEquals(List.of(), wrong);
    }

    @Test
    void comments_endByColumn120() {
        List<String> wrong = new ArrayList<>();
        for (Path source : files(Path.of("src"), ".java")) {
            read(source)
                    .lines()
                    .filter(line -> line.length() > 120 && line.strip().matches("(\\*|//|/\\*).*"))
                    .forEach(line -> wrong.add(source + ": " + line));
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void typeNames_areUnique() {
        Map<String, Long> declarations = sources().stream()
                .flatMap(source -> TYPE.matcher(code(source)).results())
                .collect(groupingBy(found -> found.group(1), counting()));
        assertFalse(declarations.isEmpty());
        declarations.values().removeIf(count -> count == 1);
        assertEquals(Map.of(), declarations, "types of src/main/java with the same simple name; rename one of each");
    }

    @Test
    void imports_goDownTheTable() {
        List<String> wrong = new ArrayList<>();
        for (Path source : sources()) {
            Room room = rooms.get(room(source));
            Set<String> allowed = allowed(room);
            OURS.matcher(code(source))
                    .results()
                    .map(found -> found.group(1))
                    .filter(used -> !used.equals(room.name) && !allowed.contains(used))
                    .distinct()
                    .forEach(
                            used -> wrong.add(
                                    source + ": " + room.name + " may not import " + used + ", only " + allowed
                                            + "; move the code, or add a room of a lower layer to the table in docs/design.md"));
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void whatStaysInARoom_isNotUsedElsewhere() {
        List<String[]> kept = rows.stream().filter(cells -> cells.length == 2).toList();
        assertFalse(kept.isEmpty());
        List<String> wrong = new ArrayList<>();
        for (Path source : sources()) {
            String code = code(source);
            for (String[] cells : kept) {
                names(cells[1]).stream()
                        .filter(what -> !names(cells[0]).contains(room(source)))
                        .filter(what -> Pattern.compile("\\b" + Pattern.quote(what) + "\\b")
                                .matcher(code)
                                .find())
                        .forEach(what -> wrong.add(source + ": " + what + " is only for " + cells[0]));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void rooms_mayOnlyImportLowerLayers() {
        for (Room room : rooms.values()) {
            for (String allowed : allowed(room)) {
                assertFalse(rooms.get(allowed).layer >= room.layer, room.name + " must not import " + allowed);
            }
        }
    }

    private Set<String> allowed(Room room) {
        return room.mayImport.equals("all lower layers")
                ? rooms.values().stream()
                        .filter(other -> other.layer < room.layer)
                        .map(Room::name)
                        .collect(toCollection(TreeSet::new))
                : new TreeSet<>(names(room.mayImport));
    }

    private static List<String[]> rows() {
        return read(Path.of("docs", "design.md"))
                .lines()
                .filter(line -> line.startsWith("| ") && line.contains("`"))
                .map(line -> line.substring(2, line.length() - 2).split(" \\| "))
                .toList();
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private static List<Path> sources() {
        return files(SOURCES, ".java");
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String room(Path source) {
        return SOURCES.relativize(source.getParent())
                .toString()
                .replace(source.getFileSystem().getSeparator(), ".");
    }

    private static String code(Path source) {
        return COMMENT.matcher(read(source)).replaceAll("");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Room(int layer, String name, String mayImport) {}
}

package dev.binrun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads {@code jbang.cmd}, which only Windows can run, and compares it with {@code ./jbang}. */
class WindowsWrapperTest {
    private final String sh = read("jbang");
    private final String cmd = read("jbang.cmd");

    @Test
    void versions_areTheSame() {
        assertEquals(first("version=(\\S+)", sh), first("\"VERSION=(.+?)\"", cmd));
        assertEquals(first("maven_plugin=(\\S+)", sh), first("\"MAVEN_PLUGIN=(.+?)\"", cmd));
    }

    @Test
    void dependenciesOfJbang_areTheSame() {
        assertEquals(tags(sh.replace("$version", "VERSION")), tags(cmd.replace("%VERSION%", "VERSION")));
    }

    @Test
    void optionsOfMavenAndJava_areTheSame() {
        assertEquals(
                List.of("-q", "-B", "-C", "-f"),
                all("mvn((?: -\\w)+)", sh).flatMap(WindowsWrapperTest::words).toList());
        assertEquals(
                List.of("-q", "-B", "-C", "-f"),
                all("mvn((?: -\\w)+)", cmd).flatMap(WindowsWrapperTest::words).toList());
        for (String option : List.of(
                ":copy-dependencies",
                "-DincludeScope=runtime",
                "-DoutputDirectory=",
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
                " dev.jbang.Main ",
                "--offline")) {
            assertTrue(sh.contains(option), option);
            assertTrue(cmd.contains(option), option);
        }
    }

    @Test
    void variables_areTheSame() {
        Pattern name = Pattern.compile("\\b(?:BINRUN|JBANG|XDG)_[A-Z_]+|\\bJAVA_HOME");

        assertEquals(names(name, sh), names(name, cmd));
    }

    @Test
    void sentences_areTheSame() {
        Set<String> ofSh = Stream.concat(
                        all("fail \"((?:\\\\.|[^\"\\\\])*)\"", sh),
                        all("echo \"(?!jbang: \\$\\*)(?:jbang: )?([^\"]* [^\"]*)\" >&2", sh))
                .filter(sentence -> !sentence.contains("other users")) // Windows has no such modes
                .map(sentence -> sentence.replace("\\\"", "\"").replace("/bin/java", ""))
                .map(WindowsWrapperTest::withoutValues)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> ofCmd = Stream.concat(
                        all("\"MESSAGE=(.*)\"", cmd), all(">&2 echo (?!jbang: !)(?:jbang: )?(.+)", cmd))
                .map(WindowsWrapperTest::withoutValues)
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(String.join("\n", ofSh), String.join("\n", ofCmd));
    }

    @Test
    void labels_exist_andEachIsReached() {
        Set<String> used = all("(?:goto|call) :(\\w+)", cmd).collect(Collectors.toCollection(TreeSet::new));
        Set<String> labels = all("(?m)^:(\\w+)", cmd).collect(Collectors.toCollection(TreeSet::new));

        assertEquals(labels, used);
    }

    @Test
    void blocks_containNoValueThatMayEndThem() {
        boolean inside = false;
        int blocks = 0;
        for (String line : cmd.lines().toList()) {
            if (inside && !line.equals(")")) {
                assertFalse(
                        line.replace("%VERSION%", "")
                                .replaceAll("%%~?\\w+|\"%~f0\"", "")
                                .contains("%"),
                        line);
                assertFalse(line.replaceAll("\"[^\"]*\"", "").matches(".*[()].*"), line);
            }
            blocks += !inside && line.endsWith("(") ? 1 : 0;
            inside = !line.equals(")") && (inside || line.endsWith("("));
        }
        assertEquals(2, blocks);
        assertFalse(inside);
    }

    @Test
    void lines_endAsWindowsNeedsThem() throws IOException {
        assertTrue(Files.readString(Path.of(".gitattributes")).contains("*.cmd text eol=crlf\n"));
    }

    private static String withoutValues(String sentence) {
        return sentence.replaceAll("\\$\\{?\\w+}?|%\\w+%", "…").strip();
    }

    private static List<String> tags(String pom) {
        return all("<(groupId|artifactId|version|packaging)>", pom.replace("^", ""))
                        .toList()
                        .isEmpty()
                ? List.of()
                : Pattern.compile("<(groupId|artifactId|version|packaging)>([^<]*)<")
                        .matcher(pom.replace("^", ""))
                        .results()
                        .map(tag -> tag.group(1) + "=" + tag.group(2))
                        .toList();
    }

    private static Set<String> names(Pattern name, String text) {
        return name.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String first(String pattern, String text) {
        return all(pattern, text).findFirst().orElseThrow(() -> new AssertionError(pattern));
    }

    private static Stream<String> all(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1));
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.strip().split(" "));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new AssertionError(file, e);
        }
    }
}

package dev.binrun.cli;

import dev.binrun.form.ShellWord;
import dev.binrun.scenario.ScenarioCase;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The command line that runs a scenario again, typed in the same folder.
 *
 * @param command the words that start binrun
 */
record RunAgain(List<String> command) {
    /**
     * The variable in which {@code ./jbang} passes the typed words up to the script, one in each line ({@code |} on
     * Windows).
     */
    private static final String TYPED = "JBANG_TYPED";

    private static final String BETWEEN = File.separatorChar == '\\' ? "\\|" : "\n";

    private static final int LONGEST_CLASS_PATH = 200;

    private static final String MAIN = "dev.binrun.cli.Main";

    /**
     * Returns the command that started this process.
     *
     * @param environment the variables
     * @param started the value of {@code sun.java.command}: the main class or the jar, and the arguments
     * @param folder the current folder
     */
    static RunAgain of(Map<String, String> environment, String started, Path folder) {
        String typed = environment.getOrDefault(TYPED, "");
        String main = started.split(" ", 2)[0];
        if (!typed.isEmpty()) {
            return new RunAgain(List.of(typed.split(BETWEEN)));
        }
        if (main.equals(MAIN)) {
            return new RunAgain(List.of("java", "-cp", classPath(System.getProperty("java.class.path")), MAIN));
        }
        if (main.endsWith(".jar")) {
            return new RunAgain(List.of("java", "-jar", main));
        }
        boolean wrapped = Files.exists(folder.resolve("jbang")) && Files.exists(folder.resolve("binrun.java"));
        return new RunAgain(List.of(wrapped ? "./jbang" : "jbang", "binrun.java"));
    }

    /** Returns whether {@code ./jbang} started this process. */
    static boolean isTyped(Map<String, String> environment) {
        return !environment.getOrDefault(TYPED, "").isEmpty();
    }

    /**
     * Returns the class path, or {@code $CLASSPATH} if it is longer than 200 characters and would hide the rest of the
     * line.
     */
    static String classPath(String whole) {
        return whole.length() <= LONGEST_CLASS_PATH ? whole : "$CLASSPATH";
    }

    /** Returns the line for a scenario of a file, with the seed and the repetitions of the command line. */
    String scenario(ScenarioCase scenario, Optional<Long> seed, Optional<Integer> repeat) {
        List<String> words = new ArrayList<>(command);
        String path = scenario.place().path();
        words.add("run");
        words.add(path.startsWith("-") ? "./" + path : path);
        if (!scenario.alone()) {
            add(words, "--name", scenario.name());
        }
        seed.ifPresent(value -> add(words, "--seed", value.toString()));
        repeat.ifPresent(value -> add(words, "--repeat", value.toString()));
        return line(words);
    }

    /** Returns the line for the built-in session simulation. */
    String simulation(Optional<Long> seed) {
        List<String> words = new ArrayList<>(command);
        words.add("--sim");
        seed.ifPresent(value -> add(words, "--seed", value.toString()));
        return line(words);
    }

    /** A value that begins with a hyphen must be joined to its option. */
    private static void add(List<String> words, String option, String value) {
        if (value.startsWith("-")) {
            words.add(option + "=" + value);
        } else {
            words.addAll(List.of(option, value));
        }
    }

    /** Returns a whole command line with these arguments. */
    String with(String... arguments) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(arguments));
        return shown(words);
    }

    private static String line(List<String> words) {
        return "run again: " + shown(words);
    }

    private static String shown(List<String> words) {
        return words.stream()
                        .map(word -> word.equals("$CLASSPATH") ? word : ShellWord.quote(word))
                        .collect(Collectors.joining(" "))
                + (words.contains("$CLASSPATH") ? " (CLASSPATH: the class path of this run)" : "");
    }
}

package dev.binrun.cli;

import dev.binrun.form.ShellWord;
import dev.binrun.scenario.Scenario;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The command line that runs one scenario again, as it is typed in the user's folder.
 *
 * @param command the words that start this program
 */
record RunAgain(List<String> command) {
    /** The wrapper {@code ./jbang} sets it to the words that were typed up to the script, a word a line ({@code |} on Windows). */
    private static final String TYPED = "JBANG_TYPED";

    private static final String BETWEEN = File.separatorChar == '\\' ? "\\|" : "\n";

    private static final int LONGEST_CLASS_PATH = 200;

    private static final String MAIN = "dev.binrun.cli.Main";

    /**
     * Finds the command by which this process was started.
     *
     * @param environment the variables
     * @param started the main class or the jar, and the arguments: {@code sun.java.command}
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

    /** A class path of dozens of jars would hide the rest of the line; the variable stands for that of this run. */
    static String classPath(String whole) {
        return whole.length() <= LONGEST_CLASS_PATH ? whole : "$CLASSPATH";
    }

    /** The line for a scenario of a file, with the seed and the repetitions that were asked for on the command line. */
    String scenario(Scenario scenario, Optional<Long> seed, Optional<Integer> repeat) {
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

    /** The line for the simulation that is in no file. */
    String simulation(Optional<Long> seed) {
        List<String> words = new ArrayList<>(command);
        words.add("--sim");
        seed.ifPresent(value -> add(words, "--seed", value.toString()));
        return line(words);
    }

    /** A value that begins like an option must be joined to its own. */
    private static void add(List<String> words, String option, String value) {
        if (value.startsWith("-")) {
            words.add(option + "=" + value);
        } else {
            words.addAll(List.of(option, value));
        }
    }

    private static String line(List<String> words) {
        return "run again: "
                + words.stream()
                        .map(word -> word.equals("$CLASSPATH") ? word : ShellWord.quote(word))
                        .collect(Collectors.joining(" "))
                + (words.contains("$CLASSPATH") ? " (CLASSPATH: the class path of this run)" : "");
    }
}

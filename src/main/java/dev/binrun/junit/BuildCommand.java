package dev.binrun.junit;

import dev.binrun.form.ShellWord;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.server.host.KeepRule;
import dev.binrun.verdict.Listener;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestFactory;

/**
 * The Maven or Gradle command of the user's project that runs one scenario again.
 *
 * @param properties the system properties of the test JVM
 * @param environment the environment variables of the test JVM
 * @param project the folder of the project, which is the current folder of the test JVM
 * @param test the test class, if it is known
 */
record BuildCommand(Properties properties, Map<String, String> environment, Path project, Optional<String> test)
        implements Listener {
    /** Failsafe's own default includes. */
    private static final Pattern INTEGRATION = Pattern.compile("IT.*|.*IT|.*ITCase");

    /** Gradle names the temporary folder after the task. */
    private static final Pattern TASK = Pattern.compile(".*/build/tmp/(\\w+)/?");

    private static final String SCENARIOS = "binrun.scenarios";
    private static final String NAME = "binrun.name";

    /** Returns the command of the build that started this JVM. The caller must be called by a test factory. */
    static BuildCommand ofThisJvm() {
        return new BuildCommand(
                System.getProperties(), System.getenv(), Path.of("").toAbsolutePath(), testClass());
    }

    /** The declaring class of the running test factory is unknown as a test class if it is abstract. */
    private static Optional<String> testClass() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.filter(BuildCommand::isTestFactory)
                        .map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                        .map(Class::getName)
                        .findFirst());
    }

    private static boolean isTestFactory(StackWalker.StackFrame frame) {
        return Stream.of(frame.getDeclaringClass().getDeclaredMethods())
                .anyMatch(method -> method.getName().equals(frame.getMethodName())
                        && method.isAnnotationPresent(TestFactory.class));
    }

    @Override
    public void line(String line) {}

    @Override
    public boolean keepsFailed() {
        return KeepRule.of(properties) == KeepRule.FAILED;
    }

    @Override
    public String lastLines(ScenarioCase scenario) {
        if (isGradle()) {
            return gradle(scenario);
        }
        if (Files.exists(project.resolve("pom.xml"))) {
            return "run again: " + ShellWord.command(maven(scenario));
        }
        return "run again: the same test with the JVM options " + ShellWord.command(options(scenario));
    }

    private boolean isGradle() {
        return properties.containsKey("org.gradle.test.worker")
                || !Files.exists(project.resolve("pom.xml"))
                        && Stream.of("build.gradle", "build.gradle.kts")
                                .anyMatch(file -> Files.exists(project.resolve(file)));
    }

    private List<String> maven(ScenarioCase scenario) {
        Path typedIn = typedIn();
        boolean failsafe = isFailsafe();
        List<String> words = new ArrayList<>();
        words.add(Files.exists(typedIn.resolve("mvnw")) ? "./mvnw" : "mvn");
        words.add(failsafe ? "verify" : "test");
        if (!typedIn.equals(project)) {
            words.addAll(List.of("-pl", slashes(typedIn.relativize(project)), "-am"));
            words.add("-D" + (failsafe ? "failsafe" : "surefire") + ".failIfNoSpecifiedTests=false");
        }
        simpleName().ifPresent(name -> words.add((failsafe ? "-Dit.test=" : "-Dtest=") + name));
        words.addAll(options(scenario));
        return words;
    }

    /** Returns the folder in which Maven was started: a parent module, or the project itself. */
    private Path typedIn() {
        try {
            Path shell = Path.of(environment.getOrDefault("PWD", ""));
            boolean reactor = shell.isAbsolute() && project.startsWith(shell) && Files.exists(shell.resolve("pom.xml"));
            return reactor ? shell : project;
        } catch (InvalidPathException e) {
            return project;
        }
    }

    private boolean isFailsafe() {
        return reports()
                .map(reports -> reports.contains("failsafe"))
                .orElseGet(() -> simpleName()
                        .filter(name -> INTEGRATION.matcher(name).matches())
                        .isPresent());
    }

    /**
     * Returns the name of the report folder. Surefire and Failsafe pass it to their JVM in a file that the third
     * argument after the jar names (ForkedBooter.setupBooter).
     */
    private Optional<String> reports() {
        String[] arguments = properties.getProperty("sun.java.command", "").split(" ");
        if (arguments.length < 4 || !arguments[0].contains("surefirebooter")) {
            return Optional.empty();
        }
        Properties settings = new Properties();
        try (var file = Files.newInputStream(Path.of(arguments[1], arguments[3]))) {
            settings.load(file);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // a path with spaces, or a version that removes the file
        }
        return Optional.ofNullable(settings.getProperty("reportsDirectory"))
                .map(folder -> Path.of(folder).getFileName().toString());
    }

    private String gradle(ScenarioCase scenario) {
        Optional<Path> root = Stream.iterate(project, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("gradlew")))
                .findFirst();
        String below = root.map(folder -> slashes(folder.relativize(project))).orElse("");
        List<String> words = new ArrayList<>();
        words.add(root.isPresent() ? "./gradlew" : "gradle");
        words.add((below.isEmpty() ? "" : ":" + below.replace('/', ':') + ":") + task());
        test.ifPresent(name -> words.addAll(List.of("--tests", name)));
        boolean handedOn = properties.containsKey(SCENARIOS) || properties.containsKey(NAME);
        if (handedOn) {
            words.addAll(options(scenario));
        }
        return "run again: " + ShellWord.command(words)
                + (handedOn
                        ? ""
                        : "\n      only this scenario: in the task's block of the build file, " + block(scenario));
    }

    private String task() {
        Matcher task = TASK.matcher(properties.getProperty("java.io.tmpdir", "").replace('\\', '/'));
        return task.matches() ? task.group(1) : "test";
    }

    /** The statements are valid in Groovy and in Kotlin build files. */
    private static String block(ScenarioCase scenario) {
        String scenarios = "systemProperty(\"" + SCENARIOS + "\", \""
                + escaped(scenario.place().path()) + "\")";
        return scenario.alone()
                ? scenarios
                : scenarios + "; systemProperty(\"" + NAME + "\", \"" + escaped(scenario.name()) + "\")";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$");
    }

    private static List<String> options(ScenarioCase scenario) {
        String scenarios = "-D" + SCENARIOS + "=" + scenario.place().path();
        return scenario.alone() ? List.of(scenarios) : List.of(scenarios, "-D" + NAME + "=" + scenario.name());
    }

    private Optional<String> simpleName() {
        return test.map(name -> name.substring(name.lastIndexOf('.') + 1));
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}

package dev.binrun.junit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The jars and the pom that {@code mvn package} makes, built in another folder from the classes of this build. */
final class PublishedJars {
    private static final String NAME = "binrun-0.1.0-SNAPSHOT";

    private final Path folder;

    private PublishedJars(Path folder) {
        this.folder = folder;
    }

    /** Builds the jars. Downloads the plugins that the local repository lacks. */
    static PublishedJars build(Path folder) throws Exception {
        copy(Path.of("pom.xml"), folder.resolve("pom.xml"));
        copy(Path.of("LICENSE"), folder.resolve("LICENSE"));
        copy(Path.of("src/main/licenses"), folder.resolve("src/main/licenses"));
        copy(classes(), folder.resolve("target/classes"));
        maven(
                folder,
                "package",
                "-DskipTests",
                "-Dmaven.main.skip",
                "-Dmaven.test.skip",
                "-Dmaven.javadoc.skip",
                "-Dmaven.source.skip",
                "-Dspotless.check.skip");
        return new PublishedJars(folder);
    }

    /** Returns the jar that projects depend on. */
    Path library() {
        return folder.resolve("target").resolve(NAME + ".jar");
    }

    /** Returns the jar that runs by itself. */
    Path executable() {
        return folder.resolve("target").resolve(NAME + "-all.jar");
    }

    /** Returns the pom that is installed and published with the library. */
    Path pom() {
        return folder.resolve("target").resolve("dependency-reduced-pom.xml");
    }

    /** Returns the folder with the classes and resources of this build. */
    static Path classes() throws Exception {
        return Path.of(Scenarios.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** Runs Maven, and returns its output, whatever its result. */
    static String maven(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(File.separatorChar == '\\' ? "mvn.cmd" : "mvn", "-B"));
        String repository = System.getProperty("localRepository");
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        command.addAll(List.of(arguments));
        Path log = folder.resolve("log");
        Process maven = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!maven.waitFor(20, TimeUnit.MINUTES)) {
            maven.destroyForcibly();
            throw new AssertionError("Maven hangs: " + Files.readString(log));
        }
        return Files.readString(log);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}

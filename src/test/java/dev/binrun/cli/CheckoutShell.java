package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A shell in which the wrapper of this checkout finds an installed JBang: a script that runs the classes of this build,
 * so that nothing is compiled or downloaded.
 */
public final class CheckoutShell {
    private static final int LIMIT_S = 120;

    private final Path folder;
    private final Path workspace;
    private final Path bin;

    /** The exit code and the outputs. */
    public record Result(int exitCode, String out, String err) {}

    /**
     * @param folder a folder for the files of the shell
     * @param workspace the current folder of the scripts
     */
    public CheckoutShell(Path folder, Path workspace) throws IOException {
        this.folder = folder;
        this.workspace = workspace;
        this.bin = Files.createDirectories(folder.resolve("bin"));
        Files.createDirectories(folder.resolve("tmp"));
        command("jbang", """
                while :; do
                  case $1 in
                    --java-options=*) echo "${1#*=}" >>"%s"; shift ;;
                    *) break ;;
                  esac
                done
                [ -f "$1" ] || { echo "jbang: no script $1" >&2; exit 99; }
                shift
                exec "%s" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir="%s" \\
                  -cp "%s" dev.binrun.cli.Main "$@"
                """.formatted(
                        folder.resolve("java-options"),
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        folder.resolve("tmp"),
                        Forked.classPath()));
    }

    /** Adds a command to the front of the path. */
    public void command(String name, String body) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Runs a script with the options that GitHub gives to bash. */
    public Result run(String script, Map<String, String> environment) throws Exception {
        Path file = Files.writeString(folder.resolve("script.sh"), script);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder bash = new ProcessBuilder("bash", "--noprofile", "--norc", "-eo", "pipefail", file.toString())
                .directory(workspace.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> variables = bash.environment();
        variables.keySet().removeIf(name -> name.startsWith("GITHUB_") || name.equals("JAVA_TOOL_OPTIONS"));
        variables.put("PATH", bin + ":" + variables.get("PATH"));
        variables.put("BINRUN_CACHE", cache().toString());
        variables.putAll(environment);
        Process process = bash.start();
        assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS), "still running");
        Forked.awaitNothingLeft(folder.resolve("tmp"));
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Returns the folder of downloads, which has the nats-server. */
    public Path cache() {
        return Path.of(
                System.getenv().getOrDefault("BINRUN_CACHE", System.getProperty("user.home") + "/.cache/binrun"));
    }

    /** Returns the options that JBang was to pass to the JVM, one on each line. */
    public String javaOptions() throws IOException {
        return Files.readString(folder.resolve("java-options"));
    }
}

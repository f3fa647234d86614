package dev.binrun.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.binrun.server.host.ServerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A build of the script by JBang, whose words the user typed.
 *
 * @param typed the words up to the script, such as {@code ./jbang binrun.java}
 */
record ScriptBuild(List<String> typed) {
    /**
     * The program that a script stands for.
     *
     * @param own the JAR with the script's sources
     * @param classPath with that JAR
     * @param options of the JVM
     */
    record ScriptProgram(Path own, List<Path> classPath, List<String> options) {}

    /**
     * Builds the script. JBang prints its progress and its errors.
     *
     * @throws ServerException if JBang could not build it
     */
    ScriptProgram build() throws InterruptedException {
        jbang("build", ProcessBuilder.Redirect.INHERIT);
        String answer = jbang("info tools", ProcessBuilder.Redirect.PIPE);
        try {
            JsonObject info = JsonParser.parseString(answer).getAsJsonObject();
            Path own = Path.of(info.get("applicationJar").getAsString());
            return new ScriptProgram(
                    own,
                    Stream.concat(
                                    Stream.of(own),
                                    texts(info.getAsJsonArray("resolvedDependencies"))
                                            .map(Path::of))
                            .toList(),
                    texts(info.getAsJsonArray("runtimeOptions")).toList());
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            throw new ServerException("JBang's description of " + script() + " cannot be read: " + answer);
        }
    }

    private static Stream<String> texts(JsonArray array) {
        return array == null ? Stream.of() : array.asList().stream().map(JsonElement::getAsString);
    }

    private String script() {
        return typed.get(typed.size() - 1);
    }

    private String jbang(String command, ProcessBuilder.Redirect output) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of(typed.get(0)));
        words.addAll(List.of(command.split(" ")));
        words.addAll(typed.subList(1, typed.size()));
        try {
            Process process = new ProcessBuilder(words)
                    .redirectOutput(output)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() == 0) {
                return printed;
            }
            throw new ServerException("JBang could not build " + script() + " (see above)");
        } catch (IOException e) {
            throw new ServerException("JBang cannot be started: " + e.getMessage(), e);
        }
    }
}

package dev.binrun.server.binary;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Searches in a JVM of its own: reports that it has started, waits for the other JVMs, and prints the path that it
 * found.
 */
final class SearchMain {
    private SearchMain() {}

    static Process start(Pin pin, String mirror, Path cache) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SearchMain.class.getName(),
                        pin.archive().orElseThrow().name(),
                        pin.archive().orElseThrow().sha256(),
                        mirror,
                        cache.toString())
                .redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS"); // with it the JVM prints a line on standard error
        return builder.start();
    }

    public static void main(String[] arguments) throws Exception {
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(arguments[2] + "/started"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        Pin pin = new Pin(
                "2.14.0", "test-amd64", Optional.of(new Pin.Archived(arguments[0], arguments[1])), Optional.empty());
        Map<String, String> environment = Map.of("BINRUN_NATS_MIRROR", arguments[2], "BINRUN_CACHE", arguments[3]);
        System.out.println(BinarySearch.of(pin, environment, Download.Limits.STANDARD, line -> {})
                .find()
                .path());
    }
}

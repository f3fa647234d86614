package dev.binrun.scenario;

import dev.binrun.cli.Main;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Measures how long a cold JVM takes to read and check files of 30 steps, compared with SnakeYAML alone on one thread.
 * Each round runs every candidate once, in sequence. Arguments: the number of files (1,000) and of rounds (10).
 */
final class LoadBenchmark {
    private static final String HEAD = """
            # Orders of customer %1$d: published, worked, counted.
            name: Orders of customer %1$d
            tags: [orders, generated]
            timeout: 20s
            variables: { customer: c%1$d }

            streams:
              - { name: ORDERS, subjects: [orders.>], retention: limits, storage: memory, max_age: 1h, duplicate_window: 1m }
            consumers:
              - { stream: ORDERS, durable_name: worker, ack_wait: 500ms, max_deliver: 3 }
            kv:
              - { bucket: profiles, history: 5 }

            steps:
            """;
    private static final String SIX_STEPS = """
              - pub: { subject: "orders.${customer}.%1$d", data: "order-${i}", count: 3, headers: { Trace: abc-%1$d } }
                as: published%1$d
                expect: { acked: 3, duplicates: 0 }
              - stream info: ORDERS
                within: 2s
                expect: { state: { messages: ">= 3", last_seq: "${published%1$d.last_seq}" } }
              - consumer next: { stream: ORDERS, consumer: worker, batch: 3, expires: 1s }
                expect: { messages: { size: 3, each: { data: "order-${i}", deliveries: 1 }, ordered: seq } }
              - kv put: { bucket: profiles, key: "${customer}", json: { n: %1$d, deep: [1, 2, { a: b }] } }
                as: put%1$d
              - kv get: { bucket: profiles, key: "${customer}" }
                expect: { json: { n: %1$d }, revision: "${put%1$d.revision}" }
              - kv get: profiles nobody
                error: not found
            """;

    private LoadBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        Path folder = Files.createTempDirectory("load-");
        try {
            write(folder.resolve("all"), count);
            write(folder.resolve("one"), 1);
            Map<String, List<String>> candidates = new LinkedHashMap<>();
            candidates.put(
                    "floor: SnakeYAML alone",
                    java(Floor.class, folder.resolve("all").toString()));
            candidates.put(
                    "binrun validate",
                    java(Main.class, "validate", folder.resolve("all").toString()));
            candidates.put(
                    "binrun validate, one file",
                    java(Main.class, "validate", folder.resolve("one").toString()));
            print(measure(candidates, rounds));
        } finally {
            delete(folder);
        }
    }

    /** Composes the files with SnakeYAML only. */
    static final class Floor {
        private Floor() {}

        public static void main(String[] arguments) throws IOException {
            try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
                for (Path file : files.sorted().toList()) {
                    new Yaml(new LoaderOptions())
                            .composeAll(Files.newBufferedReader(file))
                            .forEach(node -> {});
                }
            }
        }
    }

    private static void write(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        for (int file = 0; file < count; file++) {
            StringBuilder text = new StringBuilder(HEAD.formatted(file));
            for (int part = 0; part < 5; part++) {
                text.append(SIX_STEPS.formatted(part));
            }
            Files.writeString(folder.resolve("orders-%04d.yaml".formatted(file)), text);
        }
    }

    /** Starts a new JVM with the options of the script. */
    private static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** Returns the class path, also inside Maven's JVM. */
    private static String classPath() {
        return LoadBenchmark.class.getClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs())
                        .map(url -> Path.of(URI.create(url.toString())).toString())
                        .collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    private static Map<String, List<Long>> measure(Map<String, List<String>> candidates, int rounds) throws Exception {
        Map<String, List<Long>> times = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            for (Map.Entry<String, List<String>> candidate : candidates.entrySet()) {
                long time = once(candidate.getValue());
                List<Long> all = times.computeIfAbsent(candidate.getKey(), name -> new ArrayList<>());
                if (round >= 0) { // the first round loads the files into the page cache
                    all.add(time);
                }
            }
        }
        return times;
    }

    private static long once(List<String> command) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
        return System.nanoTime() - begin;
    }

    private static void print(Map<String, List<Long>> times) {
        double floor = median(times.values().iterator().next());
        System.out.println("| what | median ms | of the floor | best ms |");
        System.out.println("|---|---|---|---|");
        times.forEach((name, all) -> System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.2f | %.0f |%n",
                name,
                median(all),
                median(all) / floor,
                all.stream().min(Comparator.naturalOrder()).orElseThrow() / 1e6));
    }

    private static double median(List<Long> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow() / 1e6;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

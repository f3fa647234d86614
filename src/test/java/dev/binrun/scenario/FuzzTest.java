package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, reading it ends in scenarios or in problems: no other exception, and soon. */
final class FuzzTest {
    private static final int FILES = 5_000;
    private static final String SEED = """
            name: A nacked order comes back
            tags: [consumers, redelivery]
            requires: 2.10
            timeout: 20s
            matrix: { storage: [memory, file] }
            variables: { who: me, deep: { a: [1, { b: c }] } }
            numSessions: 3
            streams:
              - { name: ORDERS, subjects: [orders.>], retention: workqueue, storage: "${matrix.storage}", max_bytes: 64KB }
            consumers:
              - { stream: ORDERS, durable_name: worker, ack_wait: 500ms, backoff: [1s, 2s] }
            kv: [ { bucket: B, history: 5 } ]
            steps:
              - pub: { subject: orders.new, json: { n: "${i}", x: [null, 1e3] }, count: 3, headers: { A: [b, "${i+1}"] } }
              - consumer next: { stream: ORDERS, consumer: worker, ack: nak, delay: 1s }
                as: kept
                expect: { messages: [ { data: order-0, deliveries: "> 1", time: "> ${now-2s}" } ] }
              - stream info: ORDERS
                within: 2s
                during: 300ms
                expect: { state: { messages: { size: 0, any: { a: 5..9 } }, x: "~ ^a", y: { equals: [1] } } }
              - kv get: B "${kept.messages.0.data}"
                error: { code: 404, description: "~ not" }
            ---
            name: other
            steps: [ stream info: A, { pub: a b c, error: 10071 } ]
            """;
    private static final List<String> PIECES = List.of(
            "${",
            "}",
            "{",
            "[",
            "]",
            ":",
            ": ",
            "- ",
            "\n",
            "\n  ",
            "\t",
            "&a ",
            "*a",
            "!",
            "!!",
            "|",
            ">",
            "'",
            "\"",
            "#",
            "---\n",
            "? ",
            "<<: ",
            "%",
            "@",
            "\u0000",
            "\u2028",
            "\uFEFF",
            "😀",
            "\uD800",
            "0x",
            "1e999",
            "..",
            "~ [",
            "-1",
            "null",
            "true",
            "i",
            "now",
            "each: ",
            "absent: ",
            "matrix",
            "${i}",
            "${kept}",
            "$${",
            "9999999999999999999999",
            "2026-01-01T00:00:00Z");

    @Test
    void read_anything_givesScenariosOrProblems() {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            Random random = new Random(42);
            for (int i = 0; i < FILES; i++) {
                read(i, mutated(random));
            }
        });
    }

    private static void read(int number, String text) {
        String name = number % 5 == 0 ? "fuzz.json" : "fuzz.yaml";
        try {
            List<Scenario> scenarios =
                    ScenarioReader.readText(Path.of(name), text).scenarios();
            for (Scenario scenario : scenarios) {
                assertNotEquals(
                        scenario.config().isPresent(), !scenario.problems().isEmpty());
                scenario.problems().forEach(Problem::toString);
                scenario.config().ifPresent(config -> config.steps().forEach(FuzzTest::bind));
            }
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("file " + number + " failed with " + e + ":\n" + text, e);
        }
    }

    /** Nothing was kept, so a step may well say that something is missing; more than that it may not do. */
    private static void bind(Step step) {
        Names nothing = new Names(Map.of(), Set.of());
        for (Consumer<Names> part : List.<Consumer<Names>>of(step::bind, step::expect, step::timing, step::error)) {
            try {
                part.accept(nothing);
            } catch (InvalidDocument e) {
                e.problems().forEach(Problem::toString);
            }
        }
        step.excerpt();
    }

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(20) == 0 ? bytes(random) : SEED);
        for (int times = random.nextInt(6); times >= 0; times--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(30));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
                case 3 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
                default ->
                    text.insert(at, PIECES.get(random.nextInt(PIECES.size())).repeat(random.nextInt(40)));
            }
        }
        return text.toString();
    }

    private static String bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

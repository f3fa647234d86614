package dev.binrun.playground;

import static dev.binrun.playground.LiveSystem.soon;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.binrun.server.binary.NatsBinary;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random operations on a live system, compared with the promises of the README: each event once to each session that
 * wants it, each acknowledged command worked, the mirror complete. After a kill, events and commands may be delivered
 * again.
 *
 * <p>{@code -Dbinrun.slow.minutes=30} runs more rounds, {@code -Dbinrun.slow.seed=7} begins with another seed.
 */
@Tag("slow")
@Timeout(3600)
@DisabledOnOs(OS.WINDOWS)
final class LiveModelTest {
    private static final int OPERATIONS = 60;
    private static final List<String> SESSIONS = List.of("Alice", "Bob", "Carol", "Dave");
    private static final List<String> COMMANDS = List.of("x", "y", "z", "none");

    @TempDir
    private Path folder;

    @Test
    void randomOperations_matchTheModel() throws Exception {
        assumeFalse(losesCommands(), "this nats-server loses commands that no worker takes (issue 8423)");
        long end = System.nanoTime()
                + Duration.ofMinutes(Long.getLong("binrun.slow.minutes", 3)).toNanos();
        long seed = Long.getLong("binrun.slow.seed", 1);
        int rounds = 0;
        for (; System.nanoTime() - end < 0; seed++) {
            new Round(folder.resolve("seed-" + seed), seed).run();
            rounds++;
        }
        System.out.println(
                "live model: " + rounds + " rounds of " + OPERATIONS + " operations, the last seed " + (seed - 1));
        assertTrue(rounds > 0);
    }

    /** Proves that the model finds a loss: run it with {@code BINRUN_NATS_SERVER} at nats-server 2.14.0 to 2.14.5. */
    @Test
    void serverThatLosesCommands_isFound() {
        assumeTrue(losesCommands(), "needs nats-server 2.14.0 to 2.14.5 in BINRUN_NATS_SERVER");
        long seed = Long.getLong("binrun.slow.seed", 1);
        AssertionError found = assertThrows(AssertionError.class, () -> {
            new Round(folder.resolve("first"), seed).run();
            new Round(folder.resolve("second"), seed + 1).run();
        });
        System.out.println(
                "live model: " + found.getMessage().lines().findFirst().orElse(""));
    }

    private static boolean losesCommands() {
        return NatsBinary.find(System.getenv()).version().matches("2\\.14\\.[0-5]\\b.*");
    }

    /** A session from its put to its end. */
    private static final class Life {
        private final int begin;
        private final Set<String> subjects = new HashSet<>();
        private final Set<String> required = new HashSet<>();

        private Life(int begin) {
            this.begin = begin;
        }
    }

    private static final class Round {
        private final Path store;
        private final long seed;
        private final Random random;
        private final List<String> past = new ArrayList<>();
        private final List<String> done = new ArrayList<>();
        private final Map<String, Life> lives = new TreeMap<>();
        private final Map<String, List<String>> events = new HashMap<>();
        private final Map<String, List<String>> commands = new TreeMap<>();
        private PlaygroundProcess process;
        private Connection nc;
        private int number;
        private boolean killed;

        private Round(Path store, long seed) {
            this.store = store;
            this.seed = seed;
            this.random = new Random(seed);
        }

        private void run() throws Exception {
            try {
                start();
                for (int i = 0; i < OPERATIONS; i++) {
                    operate();
                }
                finish();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + " after " + done + ": " + e.getMessage() + "\n" + String.join("\n", lines()),
                        e);
            } finally {
                if (process != null) {
                    process.close();
                }
            }
        }

        private void operate() throws Exception {
            int choice = random.nextInt(100);
            if (choice < 30) {
                event("event." + random.nextInt(4));
            } else if (choice < 65) {
                command(pick(COMMANDS));
            } else if (choice < 83) {
                session(pick(SESSIONS));
            } else if (choice < 90) {
                workers(pick(List.of("y", "z")), random.nextInt(3));
            } else {
                restart(choice >= 96);
            }
        }

        private void event(String subject) throws Exception {
            String payload = "e" + ++number;
            done.add("publish " + subject + " " + payload);
            publish(subject, payload);
            events.computeIfAbsent(subject, any -> new ArrayList<>()).add(payload);
            lives.values().stream()
                    .filter(life -> life.subjects.contains(subject))
                    .forEach(life -> life.required.add(payload));
        }

        private void command(String key) throws Exception {
            String payload = "c" + ++number;
            done.add("publish command." + key + " " + payload);
            publish("command." + key, payload);
            commands.computeIfAbsent(key, any -> new ArrayList<>()).add(payload);
        }

        private void session(String key) throws Exception {
            Life life = lives.get(key);
            String subject = "event." + random.nextInt(4);
            int before = lines().size();
            if (life == null) {
                done.add("put " + key + " " + subject);
                life = new Life(before);
                life.subjects.add(subject);
                life.required.addAll(events.getOrDefault(subject, List.of()));
                lives.put(key, life);
                put(key, life);
                awaitLine(before, "session " + key + " subscribes to ");
            } else if (random.nextBoolean() && life.subjects.add(subject)) {
                done.add("add " + key + " " + subject);
                put(key, life);
                awaitLine(before, "session " + key + " now subscribes to ");
            } else {
                done.add("delete " + key);
                nc.keyValue("sessions").delete(key);
                lives.remove(key);
                awaitLine(before, "session " + key + " has ended");
            }
        }

        private void put(String key, Life life) throws Exception {
            String subjects =
                    life.subjects.stream().map(text -> '"' + text + '"').collect(Collectors.joining(","));
            nc.keyValue("sessions").put(key, "{\"subscriptions\":[" + subjects + "]}");
        }

        private void workers(String key, int count) throws Exception {
            done.add("workers " + key + " " + count);
            int before = lines().size();
            nc.keyValue("commands").put(key, "{\"workers\":" + count + "}");
            awaitLine(before, "COMMAND_" + key.toUpperCase(java.util.Locale.ROOT) + " has " + count + " worker");
        }

        private void restart(boolean kill) throws Exception {
            done.add(kill ? "kill" : "restart");
            nc.close();
            if (kill) {
                killed = true;
                process.kill();
            } else {
                process.interrupt();
                assertEquals(0, process.exitCodeWithin(Duration.ofSeconds(60)), "a clean stop");
            }
            past.addAll(process.lines());
            start();
        }

        /** Gives each command a worker, and compares the deliveries with the model. */
        private void finish() throws Exception {
            for (String key : COMMANDS.subList(1, COMMANDS.size())) {
                workers(key, 1);
            }
            commands.forEach((key, payloads) -> afterAckWait(() -> {
                List<String> worked = payloads(0, "command for COMMAND_" + key.toUpperCase(java.util.Locale.ROOT));
                requireAll("command." + key, payloads, worked);
            }));
            lives.forEach((key, life) -> afterAckWait(
                    () -> requireAll("the session " + key, life.required, payloads(life.begin, "event for " + key))));
            List<String> mirrored = commands.getOrDefault("x", List.of());
            soon(() -> assertEquals(mirrored, stored("COMMANDX_MIRROR")));
            long all = events.values().stream().mapToLong(List::size).sum();
            soon(() -> assertEquals(all, stored("EVENT_MIGRATED").size()));
            assertEquals(
                    List.of(),
                    lines().stream().filter(line -> line.startsWith("warning")).toList());
            nc.close();
            process.interrupt();
            assertEquals(0, process.exitCodeWithin(Duration.ofSeconds(60)), "a clean stop");
        }

        /** A message of a killed worker is delivered again after its ack_wait of 30 s. */
        private static void afterAckWait(ThrowingRunnable assertion) {
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(assertion);
        }

        private void requireAll(String receiver, java.util.Collection<String> wanted, List<String> got) {
            Set<String> missing = new HashSet<>(wanted);
            missing.removeAll(got);
            assertEquals(Set.of(), missing, receiver + " misses some");
            if (!killed) {
                List<String> repeated = new ArrayList<>(got);
                new HashSet<>(got).forEach(repeated::remove);
                assertEquals(List.of(), repeated, receiver + " got some again");
            }
        }

        private List<String> stored(String stream) throws Exception {
            List<String> payloads = new ArrayList<>();
            var state = nc.jetStreamManagement().getStreamInfo(stream).getStreamState();
            for (long seq = state.getFirstSequence();
                    seq <= state.getLastSequence() && payloads.size() < state.getMsgCount(); ) {
                var message = nc.jetStreamManagement().getNextMessage(stream, seq, ">");
                payloads.add(new String(message.getData(), StandardCharsets.UTF_8));
                seq = message.getSeq() + 1;
            }
            return payloads;
        }

        private void start() throws Exception {
            process = PlaygroundProcess.start(store);
            nc = Nats.connect(Options.builder()
                    .server(process.url())
                    .errorListener(new io.nats.client.ErrorListener() {})
                    .build());
        }

        private void publish(String subject, String payload) throws Exception {
            nc.jetStream().publish(subject, payload.getBytes(StandardCharsets.UTF_8));
        }

        private void awaitLine(int from, String start) {
            soon(() -> assertTrue(
                    lines().stream().skip(from).anyMatch(line -> line.startsWith(start)), "no line " + start));
        }

        private List<String> payloads(int from, String receiver) {
            return lines().stream()
                    .skip(from)
                    .filter(line -> line.startsWith(receiver + ": "))
                    .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .toList();
        }

        private List<String> lines() {
            List<String> all = new ArrayList<>(past);
            all.addAll(process.lines());
            return all;
        }

        private String pick(List<String> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}

package dev.binrun.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.host.ServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages each kind of file of a store in each way, and allows three outcomes: no data is lost; a sentence names the
 * stream that lost data; the start fails with the name of the file or of its stream.
 *
 * <p>{@code -Dbinrun.slow.minutes=30} runs all cases, {@code -Dbinrun.slow.seed=7} a different random choice of cases
 * that fit into the time.
 */
@Tag("slow")
@Timeout(3600)
@DisabledOnOs(OS.WINDOWS)
final class StoreDamageTest {
    private static final Map<String, Long> MESSAGES = Map.of(
            "COMMAND", 20L,
            "EVENT", 25L,
            "COMMANDX_MIRROR", 5L,
            "EVENT_MIGRATED", 25L,
            "KV_sessions", 5L,
            "KV_commands", 1L);

    @TempDir
    private Path folder;

    private enum Damage {
        CUT,
        EMPTY,
        FLIP,
        REMOVE,
        FOLDER,
        LINK,
        FILE
    }

    private record Case(Path file, Damage damage) {
        /** Returns the name of the stream to which the file belongs. */
        String stream() {
            return file.getName(3).toString();
        }
    }

    @Test
    void eachDamage_neverLosesDataSilently() throws Exception {
        long end = System.nanoTime()
                + Duration.ofMinutes(Long.getLong("binrun.slow.minutes", 3)).toNanos();
        Path good = folder.resolve("good");
        LiveSystem live = new LiveSystem(good).start();
        DamagedStoreTest.fill(live);
        live.stop();
        List<Case> cases = cases(good);
        assertTrue(cases.size() >= 100, cases::toString);
        Collections.shuffle(cases, new Random(Long.getLong("binrun.slow.seed", 1)));
        List<String> wrong = new ArrayList<>();
        int done = 0;
        for (Case next : cases) {
            if (System.nanoTime() - end > 0) {
                break;
            }
            Path store = folder.resolve("case-" + done++);
            DamagedStoreTest.copy(good, store);
            damage(store.resolve(next.file()), next.damage());
            judge(next, new LiveSystem(store)).ifPresent(problem -> wrong.add(next + ": " + problem));
            DamagedStoreTest.delete(store);
        }
        System.out.println("store damage: " + done + " of " + cases.size() + " cases, " + wrong.size() + " wrong");
        assertEquals(List.of(), wrong);
    }

    private static List<Case> cases(Path store) throws IOException {
        List<Case> cases = new ArrayList<>();
        try (var files = Files.walk(store.resolve("jetstream/$G/streams"))) {
            for (Path file : files.toList()) {
                Path relative = store.relativize(file);
                boolean streams = relative.getNameCount() > 3;
                boolean sample =
                        relative.getNameCount() < 6 || relative.toString().matches(".*obs/(s2|COMMAND_Y).*");
                if (streams && sample && !relative.endsWith(".lock")) {
                    for (Damage damage : Damage.values()) {
                        boolean fits = Files.isDirectory(file)
                                ? List.of(Damage.REMOVE, Damage.LINK, Damage.FILE)
                                        .contains(damage)
                                : damage != Damage.FILE;
                        if (fits) {
                            cases.add(new Case(relative, damage));
                        }
                    }
                }
            }
        }
        return cases;
    }

    private static void damage(Path file, Damage damage) throws IOException {
        boolean isFolder = Files.isDirectory(file);
        byte[] content = isFolder ? new byte[0] : Files.readAllBytes(file);
        switch (damage) {
            case CUT -> Files.write(file, Arrays.copyOf(content, content.length / 2));
            case EMPTY -> Files.write(file, new byte[0]);
            case FLIP -> {
                for (int i = content.length / 2; i < Math.min(content.length, content.length / 2 + 4); i++) {
                    content[i] ^= (byte) 0xff;
                }
                Files.write(file, content);
            }
            case REMOVE, FOLDER, LINK, FILE -> {
                DamagedStoreTest.delete(file);
                switch (damage) {
                    case FOLDER -> Files.createDirectory(file);
                    case LINK -> Files.createSymbolicLink(file, Path.of("nowhere"));
                    case FILE -> Files.writeString(file, "x");
                    default -> {}
                }
            }
        }
    }

    /** Returns the problem of the outcome; empty if the outcome is allowed. */
    private static Optional<String> judge(Case damaged, LiveSystem live) throws Exception {
        try {
            live.start();
        } catch (ServerException e) {
            return e.getMessage().contains(damaged.stream())
                    ? Optional.empty()
                    : Optional.of("the refusal does not name the stream: " + e.getMessage());
        }
        try {
            List<String> differences = differences(live);
            String name = damaged.stream().replace("KV_", "");
            boolean named = live.warnings().stream().anyMatch(line -> line.contains(name));
            return differences.isEmpty() || named
                    ? Optional.empty()
                    : Optional.of("not a word of " + differences + " in " + live.lines);
        } finally {
            live.close();
        }
    }

    /**
     * Returns the number of messages when it is as expected, because a mirror catches up and its origin shrinks later.
     */
    private static long settled(LiveSystem live, String stream, long expected) throws Exception {
        try {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(10))
                    .atMost(Duration.ofSeconds(3))
                    .until(() ->
                            count(live, stream) == expected || !live.warnings().isEmpty());
        } catch (ConditionTimeoutException e) {
            return count(live, stream);
        }
        return count(live, stream);
    }

    private static long count(LiveSystem live, String stream) throws Exception {
        return live.stream(stream).getStreamState().getMsgCount();
    }

    private static List<String> differences(LiveSystem live) throws Exception {
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, Long> expected : MESSAGES.entrySet()) {
            long found = settled(live, expected.getKey(), expected.getValue());
            if (found != expected.getValue()) {
                differences.add(expected.getKey() + " has " + found + " messages, not " + expected.getValue());
            }
            new UnreadableMessages(live.nc())
                    .warnings(Map.of(expected.getKey(), List.of(Path.of("a file"))))
                    .forEach(differences::add);
        }
        for (int i = 1; i <= 5; i++) {
            live.publish("event.s" + i, "new");
        }
        live.publish("command.x", "new");
        live.publish("command.y", "new");
        List<String> receivers = List.of(
                "event for s1",
                "event for s2",
                "event for s3",
                "event for s4",
                "event for s5",
                "command for COMMAND_X",
                "command for COMMAND_Y");
        for (String receiver : receivers) {
            try {
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(5))
                        .pollDelay(Duration.ZERO)
                        .atMost(Duration.ofSeconds(3))
                        .until(() -> live.payloads(receiver).contains("new"));
            } catch (ConditionTimeoutException e) {
                differences.add(receiver + " got nothing");
            }
            if (live.payloads(receiver).size() > 1) {
                differences.add(receiver + " got again " + live.payloads(receiver));
            }
        }
        return differences;
    }
}

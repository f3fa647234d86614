package dev.binrun.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    private Path folder;

    @Test
    void record_severalThreads_nothingIsLost() throws InterruptedException {
        try (History history = new History(folder, 10_000, System::nanoTime)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Recorder recorder = history.recorder("c" + t);
                threads.add(new Thread(() -> {
                    for (int i = 1; i <= 20_000; i++) {
                        recorder.publish("s", new byte[i % 50], "", Duration.ZERO)
                                .stored("S", i);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(80_000, history.size());
            assertTrue(Files.exists(folder.resolve("history")));
            long sum = 0;
            for (int row = 0; row < history.size(); row++) {
                assertEquals(Completion.OK, history.operation(row).completion());
                sum += history.operation(row).sequence();
            }
            assertEquals(4 * 20_000L * 20_001 / 2, sum);
        }
        assertFalse(Files.exists(folder.resolve("history")));
    }

    @Test
    void record_interruptedThread_recordsAndStaysInterrupted() {
        try (History history = new History(folder, 1, System::nanoTime)) {
            Recorder recorder = history.recorder("c");
            Thread.currentThread().interrupt();
            for (int i = 1; i <= 30_000; i++) {
                recorder.publish("s", new byte[1], "", Duration.ZERO).stored("S", i);
            }
            assertTrue(Thread.interrupted());
            assertEquals(Optional.empty(), history.incomplete());
            assertEquals(30_000, history.operation(29_999).sequence());
        }
    }

    @Test
    void record_threadInterruptedRepeatedly_nothingIsLost() throws InterruptedException {
        try (History history = new History(folder, 1, System::nanoTime)) {
            Recorder recorder = history.recorder("c");
            Thread thread = new Thread(() -> {
                for (int i = 1; i <= 200_000; i++) {
                    recorder.publish("s", new byte[1], "", Duration.ZERO).stored("S", i);
                }
            });
            thread.start();
            while (thread.isAlive()) {
                thread.interrupt();
                thread.join(0, 200_000);
            }
            assertEquals(Optional.empty(), history.incomplete());
            assertEquals(200_000, history.size());
            assertEquals(200_000, history.operation(199_999).sequence());
        }
    }

    @Test
    void complete_severalTimes_onlyTheFirstCounts() {
        try (History history = new History(folder)) {
            PendingOperation put = history.recorder("c").kvUpdate("B", "k", new byte[3], 7, Duration.ZERO);
            assertEquals(Completion.UNKNOWN, history.operation(0).completion());
            assertEquals(Operation.NEVER, history.operation(0).completedAt());
            put.conflict();
            put.ok(9);
            assertEquals(Completion.CONFLICT, history.operation(0).completion());
            assertEquals(
                    OperationOutcome.FAILED, history.operation(0).completion().outcome());
            assertEquals(OptionalLong.of(7), history.operation(0).expectedRevision());
            assertEquals("$KV.B.k", history.operation(0).subjectName());
        }
    }

    @Test
    void operations_condition_readsAllRowsWithOneObject() {
        try (History history = new History(folder)) {
            Recorder ann = history.recorder("ann");
            for (int i = 1; i <= 4; i++) {
                ann.publish("a", new byte[i], "", Duration.ZERO).stored("A", i);
            }
            Set<Operation> tested = Collections.newSetFromMap(new IdentityHashMap<>());
            List<Operation> even = history.operations(operation -> {
                        tested.add(operation);
                        return operation.sequence() % 2 == 0;
                    })
                    .toList();
            assertEquals(List.of(history.operation(1), history.operation(3)), even);
            assertEquals(1, tested.size());
        }
    }

    @Test
    void operations_severalStreams_inOrderOfInvocation() {
        try (History history = new History(folder)) {
            Recorder ann = history.recorder("ann");
            ann.publish("a", new byte[1], "id", Duration.ofSeconds(2)).stored("A", 1);
            ann.publish("b", new byte[2], "", Duration.ZERO).stored("B", 1);
            ann.publish("a", new byte[3], "", Duration.ZERO);
            ann.removeOne("A", 1).ok(0);
            List<Operation> onA = history.operations("A").toList();
            assertEquals(List.of(history.operation(0), history.operation(3)), onA);
            assertTrue(onA.get(1).removesOne() && !onA.get(0).removesOne());
            assertEquals("ann", onA.get(0).clientName());
            assertEquals(2, onA.get(0).ttlSeconds());
            assertEquals(Fingerprint.of("id"), onA.get(0).messageId());
            assertEquals(
                    List.of(2, 1, 0),
                    history.operationsBefore(onA.get(1), operation -> true)
                            .map(Operation::row)
                            .toList());
            assertEquals(0, history.operation(2).stream());
            assertEquals(List.of(), history.operations("C").toList());
        }
    }

    @Test
    void record_fileCannotBeCreated_historyIsIncomplete() {
        try (History history = new History(folder.resolve("absent"), 1, System::nanoTime)) {
            Recorder recorder = history.recorder("c");
            for (int i = 0; i < 10_000; i++) {
                recorder.publish("s", new byte[1], "", Duration.ZERO).stored("S", i);
            }
            assertTrue(history.incomplete().orElseThrow().startsWith("the history could not be written: "));
        }
    }

    @Test
    void fingerprint_differentContents_differ() {
        assertEquals(Fingerprint.of("abc"), Fingerprint.of(new byte[] {'a', 'b', 'c'}));
        assertNotEquals(Fingerprint.of(new byte[8]), Fingerprint.of(new byte[9]));
        assertNotEquals(Fingerprint.of("order-12"), Fingerprint.of("order-21"));
    }

    /** An isolated leader rejected an update (error 10164) that its successor received too and stored. */
    @Test
    void refused_inACluster_outcomeIsUnknown(@TempDir Path folder) {
        try (History history = new History(folder, true)) {
            Recorder ann = history.recorder("ann");
            ann.kvUpdate("profiles", "color", new byte[0], 1, Duration.ZERO).conflict();
            ann.kvPut("profiles", "color", new byte[0], Duration.ZERO).refused();
            ann.kvPut("profiles", "color", new byte[0], Duration.ZERO).failed();
            assertEquals(Completion.REJECTED, history.operation(0).completion());
            assertEquals(
                    OperationOutcome.UNKNOWN, history.operation(0).completion().outcome());
            assertEquals(Operation.NEVER, history.operation(0).completedAt());
            assertEquals(Completion.REJECTED, history.operation(1).completion());
            assertEquals(Completion.FAILED, history.operation(2).completion());
        }
    }

    @Test
    void refused_byTheOnlyServer_failed(@TempDir Path folder) {
        try (History history = new History(folder)) {
            Recorder ann = history.recorder("ann");
            ann.kvUpdate("profiles", "color", new byte[0], 1, Duration.ZERO).conflict();
            ann.kvPut("profiles", "color", new byte[0], Duration.ZERO).refused();
            assertEquals(Completion.CONFLICT, history.operation(0).completion());
            assertEquals(Completion.FAILED, history.operation(1).completion());
        }
    }
}

package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestExecutorService.TestTask;
import org.junit.platform.engine.support.hierarchical.Node;
import org.junit.platform.engine.support.hierarchical.ResourceLock;

@Timeout(60)
class JobsTest {
    @Test
    void invokeAll_idleProcessors_addsThreadsUpToTheMost() {
        CyclicBarrier together = new CyclicBarrier(3);
        run(new JobRange(1, 3), () -> 0.5, 6, () -> together.await(30, TimeUnit.SECONDS));
        assertEquals(0, together.getNumberWaiting());
    }

    @Test
    void invokeAll_idleProcessors_addsNoMoreThanTheMost() {
        CountDownLatch measured = new CountDownLatch(4);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        run(
                new JobRange(1, 2),
                () -> {
                    measured.countDown();
                    return 0;
                },
                5,
                () -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    measured.await(1, TimeUnit.SECONDS);
                    running.decrementAndGet();
                });
        assertEquals(2, most.get());
    }

    /** The first load is about an unknown time, so it does not count. */
    @Test
    void invokeAll_busyProcessors_addsNoThread() {
        Iterator<Double> loads = List.of(0.0, 0.95, 1.0, 0.9).iterator();
        CountDownLatch measured = new CountDownLatch(4);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        run(
                new JobRange(1, 3),
                () -> {
                    measured.countDown();
                    return loads.hasNext() ? loads.next() : 1;
                },
                3,
                () -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    assertTrue(measured.await(30, TimeUnit.SECONDS));
                    running.decrementAndGet();
                });
        assertEquals(1, most.get());
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 8", "2, 4, 16", "16, 32, 128", "100, 200, 200"})
    void forCores_growsWithTheCores(int cores, int first, int most) {
        assertEquals(new JobRange(first, most), JobRange.forCores(cores));
    }

    @Test
    void atMost_fewerThreads_limitsBoth() {
        assertEquals(new JobRange(3, 3), new JobRange(4, 16).atMost(3));
        assertEquals(new JobRange(4, 7), new JobRange(4, 16).atMost(7));
    }

    @Test
    void processorLoad_isAPart() {
        double load = new ProcessorLoad().getAsDouble();
        assertTrue(load >= 0 && load <= 1, () -> "load " + load);
    }

    private interface Body {
        void run() throws Exception;
    }

    private static void run(JobRange range, DoubleSupplier load, int tasks, Body body) {
        Jobs jobs = new Jobs(range, load);
        try {
            jobs.invokeAll(Collections.nCopies(tasks, new Task(body)));
        } finally {
            jobs.close();
        }
    }

    private record Task(Body body) implements TestTask {
        @Override
        public Node.ExecutionMode getExecutionMode() {
            return Node.ExecutionMode.CONCURRENT;
        }

        @Override
        public ResourceLock getResourceLock() {
            throw new UnsupportedOperationException("scenarios lock nothing");
        }

        @Override
        public void execute() {
            try {
                body.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

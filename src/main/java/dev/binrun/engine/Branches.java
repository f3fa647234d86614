package dev.binrun.engine;

import dev.binrun.scenario.Block;
import dev.binrun.verdict.BrokenException;
import dev.binrun.verdict.FailedException;
import dev.binrun.verdict.StepReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Parallel branches, each on its own thread; the first failure ends all of them. If several failed, a failed one counts
 * before a broken one.
 */
final class Branches {
    /** A branch that does not end within this time after its interrupt is abandoned. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final List<BranchTask> tasks = new ArrayList<>();
    private final BlockingQueue<BranchTask> ended;
    private final List<Throwable> failures = new ArrayList<>();
    private volatile boolean failed;

    private Branches(Branch outer, List<Block> blocks, List<List<StepReport>> reports) {
        this.ended = new ArrayBlockingQueue<>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            Branch branch = outer.branch(i + 1, blocks.size(), () -> failed);
            tasks.add(new BranchTask(i + 1, branch, blocks.get(i), reports.get(i)));
        }
    }

    /**
     * Runs all branches to their ends. The answers that they keep are kept in the branch around them.
     *
     * @throws InterruptedException if the scenario's time is up, or a branch was interrupted
     * @throws RuntimeException the first {@link FailedException}, or else the first failure
     */
    static void run(Branch outer, List<Block> blocks, List<List<StepReport>> reports) throws InterruptedException {
        Branches all = new Branches(outer, blocks, reports);
        try {
            all.tasks.forEach(task -> task.thread.start());
            all.awaitAllOrFailure();
        } finally {
            all.end();
        }
        all.throwWorst();
        all.tasks.forEach(task -> outer.keepAllOf(task.branch));
    }

    private void awaitAllOrFailure() throws InterruptedException {
        for (int i = 0; i < tasks.size() && failures.isEmpty(); i++) {
            ended.take().failure.ifPresent(failures::add);
        }
        failed = !failures.isEmpty();
    }

    private void throwWorst() throws InterruptedException {
        ended.forEach(task -> task.failure.ifPresent(failures::add));
        Optional<Throwable> worst = worst(failures);
        if (worst.isPresent()) {
            rethrow(worst.get());
        }
    }

    /**
     * Returns the failure that ends the step: a failed branch says more about the system under test than a broken one.
     */
    static Optional<Throwable> worst(List<Throwable> failures) {
        return failures.stream()
                .filter(FailedException.class::isInstance)
                .findFirst()
                .or(() -> failures.stream().findFirst());
    }

    private static void rethrow(Throwable failure) throws InterruptedException {
        if (failure instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    private void end() {
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + GRACE.toNanos();
        tasks.forEach(task -> task.thread.interrupt());
        for (BranchTask task : tasks) {
            interrupted |= join(task.thread, deadline);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        tasks.stream().filter(task -> task.thread.isAlive()).findFirst().ifPresent(task -> {
            failures.add(new BrokenException(
                    "branch " + task.number + " did not end within " + GRACE.toSeconds()
                            + " s after it was interrupted",
                    ""));
        });
    }

    /** Waits for the end of a thread; returns whether the current thread was interrupted meanwhile. */
    private static boolean join(Thread thread, long deadline) {
        boolean interrupted = false;
        while (thread.isAlive() && System.nanoTime() < deadline) {
            try {
                thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    private final class BranchTask {
        private final int number;
        private final Branch branch;
        private final Block block;
        private final List<StepReport> reports;
        private final Thread thread;
        private Optional<Throwable> failure = Optional.empty();

        BranchTask(int number, Branch branch, Block block, List<StepReport> reports) {
            this.number = number;
            this.branch = branch;
            this.block = block;
            this.reports = reports;
            this.thread = new Thread(
                    this::run,
                    "branch-" + number + "-of-" + Thread.currentThread().getName());
            this.thread.setDaemon(true);
        }

        private static boolean isExpected(Throwable failure) {
            return failure instanceof FailedException
                    || failure instanceof BrokenException
                    || failure instanceof InterruptedException;
        }

        private void run() {
            try {
                branch.run(block.steps(), reports);
            } catch (InterruptedException | RuntimeException | Error e) {
                failure = Optional.of(e); // thrown again on the thread of the outer branch
                if (!isExpected(e)) {
                    branch.run().failures().add(e); // even if another branch failed, which counts before this one
                }
            } finally {
                ended.add(this);
            }
        }
    }
}

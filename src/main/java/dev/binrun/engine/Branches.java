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
 * Branches of a strand beside each other, each on a thread of its own; the first failure ends them all. Of several that failed
 * by themselves until they had all ended, one that is FAILED counts before one that is BROKEN.
 */
final class Branches {
    /** What is interrupted ends at once; whatever does not is left behind after so long. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Branch strand;
    private final List<BranchTask> branches = new ArrayList<>();
    private final BlockingQueue<BranchTask> ended;
    private final List<Throwable> failures = new ArrayList<>();
    private volatile boolean failed;

    private Branches(Branch strand, List<Block> blocks, List<List<StepReport>> reports) {
        this.strand = strand;
        this.ended = new ArrayBlockingQueue<>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            Branch own = strand.branch(i + 1, blocks.size(), () -> failed);
            branches.add(new BranchTask(i + 1, own, blocks.get(i), reports.get(i)));
        }
    }

    /**
     * Runs all branches to their ends; what they kept, the strand keeps.
     *
     * @throws InterruptedException if the scenario's time is up, or a branch was interrupted
     * @throws RuntimeException the failure that came first, or the first that is {@link FailedException}
     */
    static void run(Branch strand, List<Block> blocks, List<List<StepReport>> reports) throws InterruptedException {
        Branches all = new Branches(strand, blocks, reports);
        try {
            all.branches.forEach(branch -> branch.thread.start());
            all.awaitAllOrFailure();
        } finally {
            all.end();
        }
        all.throwWorst();
        all.branches.forEach(branch -> strand.keepAllOf(branch.own));
    }

    private void awaitAllOrFailure() throws InterruptedException {
        for (int i = 0; i < branches.size() && failures.isEmpty(); i++) {
            ended.take().failure.ifPresent(failures::add);
        }
        failed = !failures.isEmpty();
    }

    private void throwWorst() throws InterruptedException {
        ended.forEach(branch -> branch.failure.ifPresent(failures::add));
        Optional<Throwable> worst = worst(failures);
        if (worst.isPresent()) {
            rethrow(worst.get());
        }
    }

    /** The first that is FAILED, for that wins over BROKEN; else the first. */
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

    /** Interrupts what still runs, and waits for it. */
    private void end() {
        boolean interrupted = Thread.interrupted();
        long until = System.nanoTime() + GRACE.toNanos();
        branches.forEach(branch -> branch.thread.interrupt());
        for (BranchTask branch : branches) {
            interrupted |= join(branch.thread, until);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        branches.stream().filter(branch -> branch.thread.isAlive()).findFirst().ifPresent(branch -> {
            failures.add(new BrokenException(
                    "branch " + branch.number + " did not end within " + GRACE.toSeconds()
                            + " s after it was interrupted",
                    ""));
        });
    }

    /** Waits for a thread's end, and says whether that was interrupted meanwhile. */
    private static boolean join(Thread thread, long until) {
        boolean interrupted = false;
        while (thread.isAlive() && System.nanoTime() < until) {
            try {
                thread.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    private final class BranchTask {
        private final int number;
        private final Branch own;
        private final Block block;
        private final List<StepReport> reports;
        private final Thread thread;
        private Optional<Throwable> failure = Optional.empty();

        BranchTask(int number, Branch own, Block block, List<StepReport> reports) {
            this.number = number;
            this.own = own;
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
                own.run(block.steps(), reports);
            } catch (InterruptedException | RuntimeException | Error e) {
                failure = Optional.of(e); // thrown again by the strand, which decides what becomes of the others
                if (!isExpected(e)) {
                    own.run().failures().add(e); // also where another branch, which is FAILED, counts before this one
                }
            } finally {
                ended.add(this);
            }
        }
    }
}
